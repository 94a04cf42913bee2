import type { z } from 'zod';
import type { PageQuery } from '../contract/lists.ts';
import type { Operator, OperatorPatch, operatorBodySchema } from '../contract/operators.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { pageInMemory } from './paging.ts';
import { isoOf } from './ports/clock.ts';
import type { InboxStores, OperatorRecord, Page } from './ports/inbox.ts';
import { notFound, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

type Managing = Pick<Resources, 'inbox' | 'clock'> & { readonly hashPassword: (password: string) => Promise<string> };

const shown = ({ passwordHash: _secret, ...operator }: OperatorRecord): Operator => operator;
const inWords = ({ role, disabled, label }: Operator): string => `${role}${disabled ? ', disabled' : ''}, "${label}"`;

async function add(managing: Managing, actor: Actor, given: z.infer<typeof operatorBodySchema>): Promise<Operator> {
  const { inbox, clock, hashPassword } = managing;
  const { name, role, label = name } = given;
  const atMs = clock.nowMs();
  const passwordHash = await hashPassword(given.password);
  const operator = { name, label, role, disabled: false, createdAt: isoOf(atMs) };
  await inbox.change(async (stores) => {
    if (await stores.operators.find(name)) throw stateConflict('exists', `There is an operator "${name}" already.`);
    await stores.operators.add({ ...operator, passwordHash });
    const deed = { action: 'createOperator', subject: `operator/${name}`, after: inWords(operator) };
    await audit(stores, { by: actor.operator, atMs }, deed);
  });
  return operator;
}

/** Somebody must be left who can manage the others. */
async function requireAnotherAdmin(stores: InboxStores, before: OperatorRecord, patch: OperatorPatch): Promise<void> {
  const isAdmin = before.role === 'admin' && !before.disabled;
  const staysAdmin = (patch.role ?? before.role) === 'admin' && !(patch.disabled ?? before.disabled);
  if (!isAdmin || staysAdmin || (await stores.operators.countAdmins()) > 1) return;
  throw stateConflict('last-admin', `${before.name} is the last administrator: name another one first.`);
}

async function change(
  managing: Managing,
  actor: Actor,
  { name, patch }: { name: string; patch: OperatorPatch },
): Promise<Operator> {
  const { inbox, clock, hashPassword } = managing;
  const { password, ...visible } = patch;
  const passwordHash = password === undefined ? {} : { passwordHash: await hashPassword(password) };
  return inbox.change(async (stores) => {
    const before = await stores.operators.find(name);
    if (!before) throw notFound('operator', name);
    await requireAnotherAdmin(stores, before, patch);
    await stores.operators.change(name, { ...visible, ...passwordHash });
    // Whoever was signed in with the old password, or may not any more, signs in again.
    if (password !== undefined || patch.disabled === true) await stores.sessions.removeOf(name);
    const after = (await stores.operators.find(name)) ?? before;
    const words = {
      before: inWords(before),
      after: `${inWords(after)}${password === undefined ? '' : ', new password'}`,
    };
    const deed = { action: 'changeOperator', subject: `operator/${name}`, ...words };
    await audit(stores, { by: actor.operator, atMs: clock.nowMs() }, deed);
    return shown(after);
  });
}

export const createOperatorOperations = (managing: Managing) => ({
  list: async (actor: Actor, query: PageQuery): Promise<Page<Operator>> => {
    requireRight(actor, 'manageOperators');
    return pageInMemory(await managing.inbox.operators.list(), query);
  },
  add: async (actor: Actor, given: z.infer<typeof operatorBodySchema>): Promise<Operator> => {
    requireRight(actor, 'manageOperators');
    return add(managing, actor, given);
  },
  change: async (actor: Actor, asking: { name: string; patch: OperatorPatch }): Promise<Operator> => {
    requireRight(actor, 'manageOperators');
    return change(managing, actor, asking);
  },
});
