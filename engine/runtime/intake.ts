import type { Input } from '../core/input.ts';
import type { InstanceId, WorkflowName } from '../model/ids.ts';
import type { InboxSource } from '../ports/engineStore.ts';
import { takeBackfills } from './backfilling.ts';
import { takeExpectations } from './expecting.ts';
import { failIn, keepSignal, refuseRequest } from './faults.ts';
import { forWorkflow } from './forWorkflow.ts';
import { takeReminders } from './reminding.ts';
import { applyRequest } from './requests.ts';
import { deliverSignal } from './signals.ts';
import { together, type Shop } from './together.ts';
import type { Unit } from './unit.ts';
import { applyToWorkflow } from './workflows.ts';

/** How many inputs share a transaction at most. */
const batch = 50;

/** An input for an instance. */
export interface Told {
  readonly instance: InstanceId;
  readonly input: Input;
}

/** Tells instances what has happened, in one transaction. */
export function tellInstances(shop: Shop, items: readonly Told[]): Promise<void> {
  return together(shop, {
    items,
    placeOf: ({ instance, input }) => ({ instance, ...('task' in input && { task: input.task }) }),
    perform: (unit, { instance, input }) => unit.advanceById(instance, input),
    giveUp: (unit, { instance }, error) => failIn(unit, instance, error),
  });
}

/** A version published since takes effect on its schedules. */
export async function takePublished({ runtime }: Shop): Promise<boolean> {
  const { store, definitions } = runtime;
  const armed = await store.armedWorkflows();
  const newestVersions = armed.length > 0 ? await definitions.newestVersions() : new Map<WorkflowName, number>();
  let any = false;
  for (const { workflow, version } of armed) {
    const newest = newestVersions.get(workflow);
    // None: the workflow was deleted, and with it whatever could be armed.
    if (newest === version || newest === undefined) continue;
    runtime.leftOut?.renewed(workflow, newest);
    const published = (unit: Unit) => applyToWorkflow(unit, workflow, { type: 'published' }, { by: 'engine' });
    any = (await forWorkflow(runtime, workflow, published)) || any;
  }
  return any;
}

/** Takes over what was asked, in the order in which it was. */
export async function takeRequests(shop: Shop, source: Extract<InboxSource, 'requests' | 'inner'>): Promise<boolean> {
  const { store, inbox } = shop.runtime;
  const position = await store.inboxPosition(source);
  const items =
    source === 'requests'
      ? await inbox.requestsAfter(position, batch)
      : await store.innerRequestsAfter(position, batch);
  await together(shop, {
    items,
    placeOf: ({ id, instance, task }) => ({ request: id, ...(instance && { instance }), ...(task && { task }) }),
    perform: async (unit, request) => {
      await applyRequest(unit, request);
      await unit.tx.saveInboxPosition(source, request.position);
    },
    giveUp: (unit, request, error) => refuseRequest(unit, source, request, error),
  });
  return items.length > 0;
}

/** Delivers the signals that have come. */
export async function takeSignals(shop: Shop): Promise<boolean> {
  const { store, inbox } = shop.runtime;
  const items = await inbox.signalsAfter(await store.inboxPosition('signals'), batch);
  await together(shop, {
    items,
    perform: async (unit, signal) => {
      await deliverSignal(unit, signal);
      await unit.tx.saveInboxPosition('signals', signal.position);
    },
    giveUp: (unit, signal) => keepSignal(unit, signal),
  });
  return items.length > 0;
}

/** Takes over rows for tables of packages; one that the database refuses is dropped, and keeps no other waiting. */
export async function takePackageRows(shop: Shop): Promise<boolean> {
  const { store, inbox } = shop.runtime;
  const items = await inbox.packageRowsAfter(await store.inboxPosition('packageRows'), batch);
  const done = ({ tx }: Unit, position: number) => tx.saveInboxPosition('packageRows', position);
  await together(shop, {
    items,
    perform: async (unit, { position, ...row }) => {
      await unit.tx.takePackageRow(row);
      await done(unit, position);
    },
    giveUp: (unit, { position }) => done(unit, position),
  });
  return items.length > 0;
}

/** Schedules whose time has come. */
async function takeTicks({ runtime }: Shop, nowMs: number): Promise<boolean> {
  const took: boolean[] = [];
  for (const name of await runtime.store.dueWorkflows(nowMs)) {
    const tick = async (unit: Unit): Promise<void> => {
      const { length: live } = await unit.tx.overlappedInstances(name);
      await applyToWorkflow(unit, name, { type: 'tick', live }, { by: 'schedule' });
    };
    took.push(await forWorkflow(runtime, name, tick));
  }
  return took.includes(true);
}

/** What is due of instances that are not left out. */
function readBeside<Item>(
  { runtime }: Shop,
  read: (limit: number) => Promise<readonly Item[]>,
  instanceOf: (item: Item) => InstanceId,
): Promise<readonly Item[]> {
  return runtime.leftOut ? runtime.leftOut.beside(batch, read, instanceOf) : read(batch);
}

/** What is due: schedules, timers, and pauses that end by themselves. */
export async function takeDue(shop: Shop, nowMs: number): Promise<boolean> {
  const { store } = shop.runtime;
  const ticked = await takeTicks(shop, nowMs);
  const timers = await readBeside(
    shop,
    (most) => store.dueTimers(nowMs, most),
    ({ instance }) => instance,
  );
  await tellInstances(
    shop,
    timers.map(({ instance, task, name }) => ({ instance, input: { type: 'timer', task, name } })),
  );
  const pauses = await readBeside(
    shop,
    (most) => store.duePauses(nowMs, most),
    (instance) => instance,
  );
  await tellInstances(
    shop,
    pauses.map((instance) => ({ instance, input: { type: 'liftPause', cause: 'own', by: 'engine' } })),
  );
  const others = [
    ticked,
    await takeBackfills(shop.runtime),
    await takeReminders(shop.runtime),
    await takeExpectations(shop.runtime),
  ];
  return others.includes(true) || timers.length + pauses.length > 0;
}
