import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { categorySchema, localizedSchema } from '../../engine/model/definition.ts';
import type { Definition } from '../../engine/model/definition.ts';
import { severitySchema } from '../../engine/model/severity.ts';
import type { Firings, WorkflowDetail, WorkflowQuery, WorkflowStatus, WorkflowSummary } from '../contract/workflows.ts';
import { comingFirings } from './comingFirings.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { pageInMemory } from './paging.ts';
import { isoOf, isoOrNull } from './ports/clock.ts';
import type { DraftRecord, Page, WorkflowRecord } from './ports/inbox.ts';
import { notFound, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

/** What a list shows of a drawing that may be anything yet. */
const headSchema = z.object({
  label: localizedSchema.optional().catch(undefined),
  description: localizedSchema.optional().catch(undefined),
  folder: z.string().catch('Workflows'),
  package: z.string().optional().catch(undefined),
  category: categorySchema.catch('custom'),
  severity: severitySchema.catch('normal'),
  supervisors: z.string().optional().catch(undefined),
});
type Head = z.infer<typeof headSchema>;

/** What is known of all workflows at once, so that a list asks each question once. */
interface Overview {
  readonly statuses: ReadonlyMap<string, WorkflowStatus>;
  readonly nextDue: ReadonlyMap<string, number>;
  readonly liveCounts: ReadonlyMap<string, number>;
  readonly drafts: ReadonlyMap<string, DraftRecord>;
}

async function readOverview({ inbox, engine }: Resources): Promise<Overview> {
  const [states, nextDue, liveCounts, drafts] = await Promise.all([
    engine.workflowStates(),
    engine.nextDue(),
    engine.liveCounts(),
    inbox.drafts.list(),
  ]);
  return {
    statuses: new Map(states.map(({ workflow, status }) => [workflow, status])),
    nextDue,
    liveCounts,
    drafts: new Map(drafts.map((draft) => [draft.workflow, draft])),
  };
}

interface Outline {
  readonly workflow: WorkflowRecord;
  readonly head: Head;
  readonly status: WorkflowStatus;
}

async function outlineOf(resources: Resources, overview: Overview, workflow: WorkflowRecord): Promise<Outline> {
  const version = await resources.inbox.versions.find(workflow.name, workflow.version);
  const drawn = overview.drafts.get(workflow.name)?.definition;
  const head = headSchema.catch(headSchema.parse({})).parse(version?.definition ?? drawn);
  return { workflow, head, status: overview.statuses.get(workflow.name) ?? 'draft' };
}

async function isChanged({ inbox }: Resources, draft: DraftRecord | undefined, version: number): Promise<boolean> {
  if (draft === undefined) return false;
  return version === 0 || !isDeepStrictEqual(draft.definition, await inbox.versions.drawn(draft.workflow, version));
}

async function summaryOf(resources: Resources, overview: Overview, outline: Outline): Promise<WorkflowSummary> {
  const { workflow, head, status } = outline;
  return {
    name: workflow.name,
    label: head.label ?? workflow.name,
    folder: head.folder,
    package: workflow.package ?? head.package ?? null,
    category: head.category,
    severity: head.severity,
    status,
    version: workflow.version,
    changed: await isChanged(resources, overview.drafts.get(workflow.name), workflow.version),
    supervisors: head.supervisors ?? null,
    nextFiringAt: isoOrNull(overview.nextDue.get(workflow.name)),
    liveInstances: overview.liveCounts.get(workflow.name) ?? 0,
    lastInstances: [...(await resources.engine.lastInstances(workflow.name, 10))],
  };
}

const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());

const isIn = (folder: string, wanted: string): boolean => folder === wanted || folder.startsWith(`${wanted}/`);

/** Each part of a query by itself; what it leaves out wants everything. */
function isWanted({ workflow, head, status }: Outline, query: WorkflowQuery): boolean {
  const { folder, package: packageName, status: wantedStatus, severity, q } = query;
  const texts = [workflow.name, ...(typeof head.label === 'object' ? Object.values(head.label) : [head.label ?? ''])];
  const answers = [
    folder === undefined || isIn(head.folder, folder),
    [undefined, workflow.package ?? head.package].includes(packageName),
    [undefined, status].includes(wantedStatus),
    [undefined, head.severity].includes(severity),
    q === undefined || texts.some((text) => contains(text, q)),
  ];
  return answers.every(Boolean);
}

async function list(resources: Resources, query: WorkflowQuery): Promise<Page<WorkflowSummary>> {
  const overview = await readOverview(resources);
  const workflows = await resources.inbox.workflows.list();
  const outlines = await Promise.all(workflows.map((workflow) => outlineOf(resources, overview, workflow)));
  const page = pageInMemory(
    outlines.filter((outline) => isWanted(outline, query)),
    query,
  );
  const items = await Promise.all(page.items.map((outline) => summaryOf(resources, overview, outline)));
  return { items, total: page.total };
}

async function find(resources: Resources, name: string): Promise<WorkflowRecord> {
  const workflow = await resources.inbox.workflows.find(name);
  if (!workflow) throw notFound('workflow', name);
  return workflow;
}

async function detail(resources: Resources, name: string): Promise<WorkflowDetail> {
  const workflow = await find(resources, name);
  const overview = await readOverview(resources);
  const outline = await outlineOf(resources, overview, workflow);
  const version = await resources.inbox.versions.find(name, workflow.version);
  const { createdBy, changedBy, changedAt } = workflow;
  return {
    ...(await summaryOf(resources, overview, outline)),
    description: outline.head.description ?? null,
    definition: version?.definition ?? null,
    createdBy,
    changedBy,
    changedAt,
  };
}

/** Takes a workflow away with its draft and versions; what ran stays in the history. */
async function remove(resources: Resources, actor: Actor, name: string): Promise<void> {
  const { inbox, engine, clock } = resources;
  await find(resources, name);
  const status = (await engine.workflowState(name))?.status ?? 'draft';
  if (status === 'started' || status === 'paused') throw stateConflict(status, `${name} is ${status}: stop it first.`);
  const live = await engine.liveInstances(name);
  if (live.length > 0) throw stateConflict('live', `${live.length} of its instances have not ended: stop them first.`);
  const newest = await inbox.requests.newestOf({ workflow: name }, 5);
  const outcomes = await Promise.all(newest.map(({ id }) => engine.requestOutcome(id)));
  if (outcomes.includes(undefined)) throw stateConflict('requested', `A request about ${name} is on its way.`);
  await inbox.change(async (stores) => {
    await stores.workflows.remove(name);
    await audit(stores, { by: actor.operator, atMs: clock.nowMs() }, { action: 'delete', subject: `workflow/${name}` });
  });
}

async function firings(resources: Resources, name: string, next: number): Promise<Firings> {
  const { inbox, engine, clock, kinds } = resources;
  const workflow = await find(resources, name);
  const state = await engine.workflowState(name);
  const definition: Definition | undefined = (await inbox.versions.find(name, workflow.version))?.definition;
  const reason = state?.scheduleHeld ? 'held' : state?.status === 'started' ? null : 'not-started';
  const stored = await engine.schedules(name);
  const coming = definition ? comingFirings({ kinds, definition, count: next, nowMs: clock.nowMs(), stored }) : [];
  const past = await engine.firings(name, next);
  return {
    items: [
      ...coming.map(({ activity, dueAtMs }) => ({
        activity,
        dueAt: isoOf(dueAtMs),
        status: 'coming' as const,
        reason,
        instance: null,
      })),
      ...past,
    ],
  };
}

export const createWorkflowOperations = (resources: Resources) => ({
  list: async (actor: Actor, query: WorkflowQuery): Promise<Page<WorkflowSummary>> => {
    requireRight(actor, 'view');
    return list(resources, query);
  },
  get: async (actor: Actor, name: string): Promise<WorkflowDetail> => {
    requireRight(actor, 'view');
    return detail(resources, name);
  },
  remove: async (actor: Actor, name: string): Promise<void> => {
    requireRight(actor, 'modify');
    return remove(resources, actor, name);
  },
  firings: async (actor: Actor, name: string, next: number): Promise<Firings> => {
    requireRight(actor, 'view');
    return firings(resources, name, next);
  },
});
