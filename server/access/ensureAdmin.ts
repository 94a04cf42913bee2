import { randomInt } from 'node:crypto';
import { supervisorsGroup } from '../contract/groups.ts';
import { audit } from '../operations/audit.ts';
import type { Clock } from '../operations/ports/clock.ts';
import { isoOf } from '../operations/ports/clock.ts';
import type { Inbox } from '../operations/ports/inbox.ts';
import type { Passwords } from './passwords.ts';

/** What the first start did: whoever starts prints a generated password, once. */
export interface EnsuredAdmin {
  readonly name: string;
  readonly isNew: boolean;
  readonly generatedPassword?: string;
}

/** Letters and digits that nobody takes for one another. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 4;

/** Easy to type, 4 x 5 signs: 99 bits. */
function generatePassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => signs[randomInt(signs.length)] ?? '').join('');
  return Array.from({ length: groups }, group).join('-');
}

/** Makes the operator `admin` at the first start, with the password that is given or a generated one. */
export async function ensureAdmin(
  { inbox, clock, passwords }: { inbox: Inbox; clock: Clock; passwords: Passwords },
  given?: string,
): Promise<EnsuredAdmin> {
  const name = 'admin';
  if (await inbox.operators.find(name)) return { name, isNew: false };
  const password = given ?? generatePassword();
  const passwordHash = await passwords.hash(password);
  const atMs = clock.nowMs();
  await inbox.change(async (stores) => {
    const admin = { name, label: 'Administrator', role: 'admin' as const, disabled: false };
    await stores.operators.add({ ...admin, passwordHash, createdAt: isoOf(atMs) });
    await stores.groups.setMembers(supervisorsGroup, [name]);
    await audit(stores, { by: name, atMs }, { action: 'createOperator', subject: `operator/${name}`, after: 'admin' });
  });
  return { name, isNew: true, ...(given === undefined ? { generatedPassword: password } : {}) };
}
