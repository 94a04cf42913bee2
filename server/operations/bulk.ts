import type { BulkAsked, BulkBody, BulkFilter, BulkItem, Selection } from '../contract/bulk.ts';
import type { InstanceDetail } from '../contract/instances.ts';
import type { Request } from '../contract/requests.ts';
import { requireRight, type Actor } from './actor.ts';
import { audit } from './audit.ts';
import { operationOf, refusalFor } from './bulkJudging.ts';
import { askOne } from './bulkAsking.ts';
import { addresseeFault, rightTo } from './instanceRequests.ts';
import { isoOf } from './ports/clock.ts';
import type { SelectionRecord } from './ports/selections.ts';
import { invalid, notFound, stateConflict } from './requestError.ts';
import { describeRequest } from './requests.ts';
import type { Resources } from './resources.ts';

type DryRun = Extract<BulkBody, { dryRun: true }>;

/** Longer than it takes to read it, shorter than to forget it. */
const validMs = 900_000;
const mostInstances = 1_000;

async function select(resources: Resources, actor: Actor, dryRun: DryRun): Promise<Selection> {
  const { filter, dryRun: _dryRun, ...asked } = dryRun;
  requireRight(actor, rightTo(operationOf[asked.request]));
  if (asked.request === 'skip' && asked.reason === undefined)
    throw invalid([{ pointer: '/reason', message: 'A skip needs a reason.', hint: 'Say why: it is journalled.' }]);
  if (asked.request === 'hand-over') await requireAddressee(resources, asked);
  const items: BulkItem[] = [];
  for (const known of await instancesOf(resources, filter)) {
    const reason = (await refusalFor(resources, actor, known, asked)) ?? null;
    const outcome = reason === null ? ('possible' as const) : ('refused' as const);
    items.push({ instance: known.id, workflow: known.workflow, status: known.status, outcome, reason, requests: [] });
  }
  const nowMs = resources.clock.nowMs();
  const record: SelectionRecord = {
    id: resources.ids.next(),
    by: actor.operator,
    asked,
    items,
    createdAt: isoOf(nowMs),
    expiresAt: isoOf(nowMs + validMs),
    appliedAt: null,
  };
  await resources.inbox.change((stores) => stores.selections.put(record));
  return describe(resources, record);
}

/** @throws RequestError `invalid` where nobody would be told, or nothing said. */
async function requireAddressee(resources: Resources, { to, note }: BulkAsked): Promise<void> {
  const fault = to ? await addresseeFault(resources, to) : 'To hand over needs to whom.';
  const faults = [
    ...(fault === undefined ? [] : [{ pointer: '/to', message: fault, hint: 'Name a group or an operator.' }]),
    ...(note === undefined ? [{ pointer: '/note', message: 'To hand over needs a note.', hint: 'Say why.' }] : []),
  ];
  if (faults.length > 0) throw invalid(faults);
}

async function instancesOf({ engine }: Resources, filter: BulkFilter): Promise<readonly InstanceDetail[]> {
  const { ids, ...rest } = filter;
  const found = ids ?? (await listed(engine, rest));
  const details: InstanceDetail[] = [];
  for (const id of new Set(found)) {
    const known = await engine.instance(id);
    if (!known)
      throw invalid([{ pointer: '/filter/ids', message: `There is no instance "${id}".`, hint: 'Leave it out.' }]);
    if (ids === undefined || fits(known, rest)) details.push(known);
  }
  return details;
}

async function listed(engine: Resources['engine'], filter: Omit<BulkFilter, 'ids'>): Promise<readonly string[]> {
  const { items, total } = await engine.instances(filter, { offset: 0, limit: mostInstances });
  if (total <= mostInstances) return items.map(({ id }) => id);
  const message = `${total} instances fit, ${mostInstances} at most can be asked at once.`;
  throw invalid([{ pointer: '/filter', message, hint: 'Narrow the filter.' }]);
}

/** What a list would show of those that are named one by one. */
function fits(known: InstanceDetail, { workflow, status, severity, since, q }: Omit<BulkFilter, 'ids'>): boolean {
  const answers = [
    [undefined, known.workflow].includes(workflow),
    [undefined, known.status].includes(status),
    [undefined, known.severity].includes(severity),
    since === undefined || Date.parse(known.startedAt) >= Date.parse(since),
    q === undefined || `${known.id}\n${known.workflow}`.toLowerCase().includes(q.toLowerCase()),
  ];
  return answers.every(Boolean);
}

async function find({ inbox }: Resources, id: string): Promise<SelectionRecord> {
  const record = await inbox.selections.find(id);
  if (!record) throw notFound('selection', id);
  return record;
}

/** Applying again what was applied changes nothing, and tells what became of it. */
async function apply(resources: Resources, actor: Actor, id: string): Promise<Selection> {
  const record = await find(resources, id);
  requireRight(actor, rightTo(operationOf[record.asked.request]));
  if (record.by !== actor.operator)
    throw stateConflict('foreign', `${record.by} made this selection: make one of your own.`);
  if (record.appliedAt !== null) return describe(resources, record);
  const { clock, inbox } = resources;
  if (record.expiresAt < isoOf(clock.nowMs()))
    throw stateConflict('expired', 'This selection has expired: make it anew.');
  const deed = { action: 'bulk', subject: `selection/${id}`, after: JSON.stringify(record.asked) };
  await inbox.change((stores) => audit(stores, { by: actor.operator, atMs: clock.nowMs() }, deed));
  const items: BulkItem[] = [];
  for (const item of record.items) items.push(await askAnew(resources, actor, record, item));
  const applied = { ...record, items, appliedAt: isoOf(clock.nowMs()) };
  await inbox.change((stores) => stores.selections.put(applied));
  return describe(resources, applied);
}

/** An instance that has changed since the dry run is judged anew, one that was refused too. */
async function askAnew(
  resources: Resources,
  actor: Actor,
  { id: selection, asked }: SelectionRecord,
  item: BulkItem,
): Promise<BulkItem> {
  const known = await resources.engine.instance(item.instance);
  if (!known) return { ...item, outcome: 'refused', reason: 'The instance is not kept any more.' };
  return { ...item, status: known.status, ...(await askOne(resources, actor, { selection, asked, known })) };
}

/** As far as workers have come with what was asked. */
async function describe(resources: Resources, record: SelectionRecord): Promise<Selection> {
  const items = await Promise.all(record.items.map((item) => withOutcome(resources, item)));
  return {
    selection: record.id,
    request: record.asked.request,
    by: record.by,
    count: items.length,
    possible: items.filter(({ outcome }) => outcome !== 'refused').length,
    createdAt: record.createdAt,
    expiresAt: record.expiresAt,
    appliedAt: record.appliedAt,
    items,
  };
}

/** Of several requests (one a failed task) the one that is least far says how far all are; a refusal goes first. */
const leastFar = ['refused', 'requested', 'accepted', 'applied'] as const;

async function withOutcome({ inbox, engine }: Resources, item: BulkItem): Promise<BulkItem> {
  const requests: Request[] = [];
  for (const id of item.requests) {
    const record = await inbox.requests.find(id);
    if (record) requests.push(describeRequest(record, await engine.requestOutcome(id)));
  }
  const outcome = leastFar.find((status) => requests.some((request) => request.status === status));
  if (outcome === undefined) return item;
  return { ...item, outcome, reason: requests.find(({ status }) => status === outcome)?.reason ?? null };
}

export const createBulkOperations = (resources: Resources) => ({
  select: (actor: Actor, dryRun: DryRun): Promise<Selection> => select(resources, actor, dryRun),
  apply: (actor: Actor, selection: string): Promise<Selection> => apply(resources, actor, selection),
  get: async (actor: Actor, id: string): Promise<Selection> => {
    requireRight(actor, 'view');
    return describe(resources, await find(resources, id));
  },
});
