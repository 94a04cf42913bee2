import { operatorNameSchema } from '../../engine/model/ids.ts';
import type { Session, SignIn } from '../contract/session.ts';
import { rightsOfRole } from '../contract/rights.ts';
import type { Actor } from '../operations/actor.ts';
import { audit } from '../operations/audit.ts';
import { isoOf } from '../operations/ports/clock.ts';
import type { Clock } from '../operations/ports/clock.ts';
import type { Inbox, OperatorRecord } from '../operations/ports/inbox.ts';
import { RequestError } from '../operations/requestError.ts';
import type { Passwords } from './passwords.ts';
import { hashSecret, makeSecret } from './secrets.ts';

/** A session ends so long after it was last used, and at the latest so long after its sign-in. */
export interface SessionTimes {
  readonly idleMs: number;
  readonly longestMs: number;
}
export const sessionTimes: SessionTimes = { idleMs: 12 * 3_600_000, longestMs: 7 * 86_400_000 };

/** What a caller shows of itself: the cookie's secret, or a program's token. */
export type Credential = { readonly session: string } | { readonly token: string };

/** Who it is, and by which session or token, so that a connection can be looked at again. */
export interface Identified {
  readonly actor: Actor;
  readonly session: Session;
  readonly credential: Credential;
}

export interface Access {
  /** @throws RequestError `sign-in-failed`, whether the name or the password is wrong. */
  signIn: (given: SignIn) => Promise<{ secret: string; session: Session }>;
  signOut: (credential: Credential) => Promise<void>;
  /** Who shows this credential; undefined when it is unknown, over, or its operator is disabled. */
  identify: (credential: Credential) => Promise<Identified | undefined>;
}

interface Means {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly times?: SessionTimes;
}

const sessionOf = ({ name, label, role }: OperatorRecord, expiresAt: string): Session => ({
  operator: name,
  label,
  role,
  rights: [...rightsOfRole[role]],
  expiresAt,
});

const actorOf = ({ name, role }: OperatorRecord): Actor => ({ operator: operatorNameSchema.parse(name), role });

async function signIn({ inbox, clock, passwords, times = sessionTimes }: Means, given: SignIn) {
  const operator = await inbox.operators.find(given.name);
  const matches = await passwords.verify(operator?.passwordHash, given.password);
  const atMs = clock.nowMs();
  const at = isoOf(atMs);
  if (!operator || !matches || operator.disabled) {
    await inbox.logins.add({ operator: given.name, succeeded: false, at });
    throw new RequestError('sign-in-failed', '');
  }
  const secret = makeSecret();
  const expiresAt = isoOf(atMs + times.idleMs);
  await inbox.change(async (stores) => {
    await stores.sessions.add({ tokenHash: hashSecret(secret), operator: operator.name, createdAt: at, expiresAt });
    await stores.logins.add({ operator: operator.name, succeeded: true, at });
    await audit(stores, { by: operator.name, atMs }, { action: 'signIn', subject: `operator/${operator.name}` });
  });
  return { secret, session: sessionOf(operator, expiresAt) };
}

/** Until when a session lasts that is used now: moved on once half of its time is over, so that not each call writes. */
async function extended({ inbox, clock, times = sessionTimes }: Means, tokenHash: string): Promise<string | undefined> {
  const session = await inbox.sessions.find(tokenHash);
  const nowMs = clock.nowMs();
  if (!session || Date.parse(session.expiresAt) <= nowMs) return undefined;
  const latestMs = Date.parse(session.createdAt) + times.longestMs;
  const wantedMs = Math.min(nowMs + times.idleMs, latestMs);
  if (wantedMs - Date.parse(session.expiresAt) < times.idleMs / 2) return session.expiresAt;
  // Where that cannot be stored now, the session is as long as it was: that is no reason to turn anybody away.
  return inbox.sessions.extend(tokenHash, isoOf(wantedMs)).then(
    () => isoOf(wantedMs),
    () => session.expiresAt,
  );
}

async function identifySession(means: Means, secret: string): Promise<Identified | undefined> {
  const tokenHash = hashSecret(secret);
  const record = await means.inbox.sessions.find(tokenHash);
  const operator = record && (await means.inbox.operators.find(record.operator));
  if (!operator || operator.disabled) return undefined;
  const expiresAt = await extended(means, tokenHash);
  if (expiresAt === undefined) return undefined;
  return { actor: actorOf(operator), session: sessionOf(operator, expiresAt), credential: { session: secret } };
}

async function identifyToken({ inbox, clock }: Means, token: string): Promise<Identified | undefined> {
  const record = await inbox.tokens.find(hashSecret(token));
  const operator = record && (await inbox.operators.find(record.operator));
  if (!operator || operator.disabled) return undefined;
  const nowMs = clock.nowMs();
  const usedMs = record.lastUsedAt === null ? 0 : Date.parse(record.lastUsedAt);
  // As with a session.
  if (nowMs - usedMs > 60_000) await inbox.tokens.used(record.tokenHash, isoOf(nowMs)).catch(() => undefined);
  // A token does not end by itself; its holder is told an instant that is always a day away.
  return { actor: actorOf(operator), session: sessionOf(operator, isoOf(nowMs + 86_400_000)), credential: { token } };
}

export const createAccess = (means: Means): Access => ({
  signIn: (given) => signIn(means, given),
  signOut: async (credential) => {
    if ('session' in credential) await means.inbox.sessions.remove(hashSecret(credential.session));
  },
  identify: (credential) =>
    'session' in credential ? identifySession(means, credential.session) : identifyToken(means, credential.token),
});
