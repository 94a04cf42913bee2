import type { z } from 'zod';
import type { PageQuery } from '../contract/lists.ts';
import type { newTokenSchema, tokenSchema } from '../contract/operators.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { pageInMemory } from './paging.ts';
import { isoOf } from './ports/clock.ts';
import type { Page, TokenRecord } from './ports/inbox.ts';
import { notFound } from './requestError.ts';
import type { Resources } from './resources.ts';

type Means = Pick<Resources, 'inbox' | 'clock'> & {
  readonly makeSecret: () => string;
  readonly hashSecret: (secret: string) => string;
};
type Token = z.infer<typeof tokenSchema>;

/** A token is named by the beginning of its hash: enough to tell tokens apart, of no use to sign in. */
const idOf = (tokenHash: string): string => tokenHash.slice(0, 16);
const shown = ({ tokenHash, ...rest }: TokenRecord): Token => ({ id: idOf(tokenHash), ...rest });

/** Everybody manages their own tokens: a token may do what its operator may. */
export const createTokenOperations = ({ inbox, clock, makeSecret, hashSecret }: Means) => ({
  list: async (actor: Actor, query: PageQuery): Promise<Page<Token>> => {
    requireRight(actor, 'view');
    return pageInMemory((await inbox.tokens.listOf(actor.operator)).map(shown), query);
  },
  add: async (actor: Actor, label: string): Promise<z.infer<typeof newTokenSchema>> => {
    requireRight(actor, 'view');
    const token = `sbx_${makeSecret()}`;
    const atMs = clock.nowMs();
    const stored = {
      tokenHash: hashSecret(token),
      operator: actor.operator,
      label,
      createdAt: isoOf(atMs),
      lastUsedAt: null,
    };
    await inbox.change(async (stores) => {
      await stores.tokens.add(stored);
      const deed = { action: 'createToken', subject: `token/${idOf(stored.tokenHash)}`, after: label };
      await audit(stores, { by: actor.operator, atMs }, deed);
    });
    return { ...shown(stored), token };
  },
  remove: async (actor: Actor, id: string): Promise<void> => {
    requireRight(actor, 'view');
    const own = (await inbox.tokens.listOf(actor.operator)).find(({ tokenHash }) => idOf(tokenHash) === id);
    if (!own) throw notFound('token', id);
    await inbox.change(async (stores) => {
      await stores.tokens.remove(own.tokenHash);
      const deed = { action: 'removeToken', subject: `token/${id}`, before: own.label };
      await audit(stores, { by: actor.operator, atMs: clock.nowMs() }, deed);
    });
  },
});
