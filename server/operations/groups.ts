import type { z } from 'zod';
import type { Group, groupBodySchema } from '../contract/groups.ts';
import type { PageQuery } from '../contract/lists.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { pageInMemory } from './paging.ts';
import { isoOf } from './ports/clock.ts';
import type { InboxStores, Page } from './ports/inbox.ts';
import { invalid, notFound, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

type Grouping = Pick<Resources, 'inbox' | 'clock'>;

const inWords = (members: readonly string[]): string => (members.length > 0 ? members.join(', ') : 'nobody');

/** @throws RequestError `invalid`, naming those who are no operators. */
async function requireOperators({ operators }: InboxStores, members: readonly string[]): Promise<void> {
  const known = new Set((await operators.list()).map(({ name }) => name));
  const faults = members.flatMap((name, index) => (known.has(name) ? [] : [{ name, index }]));
  if (faults.length === 0) return;
  throw invalid(
    faults.map(({ name, index }) => ({
      pointer: `/members/${String(index)}`,
      message: `there is no operator "${name}"`,
      hint: 'Name an operator that exists.',
    })),
  );
}

async function add(
  { inbox, clock }: Grouping,
  actor: Actor,
  { name, members }: z.infer<typeof groupBodySchema>,
): Promise<Group> {
  const atMs = clock.nowMs();
  const createdAt = isoOf(atMs);
  return inbox.change(async (stores) => {
    if (await stores.groups.find(name)) throw stateConflict('exists', `There is a group "${name}" already.`);
    await requireOperators(stores, members);
    await stores.groups.add({ name, createdAt });
    await stores.groups.setMembers(name, members);
    const deed = { action: 'createGroup', subject: `group/${name}`, after: inWords(members) };
    await audit(stores, { by: actor.operator, atMs }, deed);
    return (await stores.groups.find(name)) ?? { name, members: [...members], createdAt };
  });
}

async function setMembers(
  { inbox, clock }: Grouping,
  actor: Actor,
  { name, members }: { readonly name: string; readonly members: readonly string[] },
): Promise<Group> {
  return inbox.change(async (stores) => {
    const before = await stores.groups.find(name);
    if (!before) throw notFound('group', name);
    await requireOperators(stores, members);
    await stores.groups.setMembers(name, members);
    const words = { before: inWords(before.members), after: inWords(members) };
    const deed = { action: 'changeGroup', subject: `group/${name}`, ...words };
    await audit(stores, { by: actor.operator, atMs: clock.nowMs() }, deed);
    return (await stores.groups.find(name)) ?? before;
  });
}

export const createGroupOperations = (grouping: Grouping) => ({
  list: async (actor: Actor, query: PageQuery): Promise<Page<Group>> => {
    requireRight(actor, 'manageOperators');
    return pageInMemory(await grouping.inbox.groups.list(), query);
  },
  add: async (actor: Actor, given: z.infer<typeof groupBodySchema>): Promise<Group> => {
    requireRight(actor, 'manageOperators');
    return add(grouping, actor, given);
  },
  setMembers: async (actor: Actor, given: { name: string; members: readonly string[] }): Promise<Group> => {
    requireRight(actor, 'manageOperators');
    return setMembers(grouping, actor, given);
  },
});
