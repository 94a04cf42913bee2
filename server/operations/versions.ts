import { definitionSchema } from '../../engine/model/definition.ts';
import type { Definition } from '../../engine/model/definition.ts';
import type { Json } from '../../engine/model/json.ts';
import { diffDefinitions, type VersionDiff } from '../contract/definitionDiff.ts';
import type { PageQuery } from '../contract/lists.ts';
import type { Version } from '../contract/workflows.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { checkDefinition, nameProblem, refuses } from './definitionCheck.ts';
import { rangeOf } from './paging.ts';
import { isoOf } from './ports/clock.ts';
import type { InboxStores, Page, VersionRecord, WorkflowRecord } from './ports/inbox.ts';
import { RequestError, invalidDefinition, notFound, stateConflict } from './requestError.ts';
import type { Resources, Validated } from './resources.ts';

interface Storing {
  readonly workflow: WorkflowRecord;
  readonly definition: Json;
  readonly note: string;
  readonly by: string;
  readonly atMs: number;
}

/** Adds the next version of a workflow, as it was drawn; `definition` has no errors. */
export async function storeVersion(stores: InboxStores, storing: Storing): Promise<Version> {
  const { workflow, definition, note, by, atMs } = storing;
  const parsed = definitionSchema.parse(definition);
  const version = (await stores.versions.lastNumber(workflow.name)) + 1;
  const record = { workflow: workflow.name, version, note, createdBy: by, createdAt: isoOf(atMs) };
  const changed = { version, package: parsed.package ?? null, changedBy: by, changedAt: isoOf(atMs) };
  await stores.workflows.put({ ...workflow, ...changed });
  await stores.versions.add({ ...record, definition });
  const deed = { action: 'publish', subject: `workflow/${workflow.name}`, before: `version ${workflow.version}` };
  await audit(stores, { by, atMs }, { ...deed, after: `version ${version}` });
  return { ...record, definition: parsed };
}

/** A workflow before its first version. */
export const newWorkflow = (name: string, by: string, atMs: number): WorkflowRecord => {
  const at = isoOf(atMs);
  return { name, version: 0, package: null, createdBy: by, createdAt: at, changedBy: by, changedAt: at };
};

async function requireValid(resources: Resources, definition: Json, name?: string): Promise<Definition> {
  const checked = await checkDefinition(resources, definition);
  const problems = [...checked.problems, ...(name === undefined ? [] : nameProblem(definition, name))];
  if (checked.definition === undefined || refuses(problems)) throw invalidDefinition(problems);
  return checked.definition;
}

function requireVersion(workflow: WorkflowRecord, version: number | undefined): void {
  if (version === undefined) {
    throw new RequestError('precondition-required', `${workflow.name} is at version ${workflow.version}.`);
  }
  if (version === workflow.version) return;
  const detail = `${workflow.name} is at version ${workflow.version}, not ${version}.`;
  throw new RequestError('revision-conflict', detail, { current: { version: workflow.version } });
}

async function create(resources: Resources, actor: Actor, definition: Json): Promise<Version> {
  const { name } = await requireValid(resources, definition);
  const by = actor.operator;
  const atMs = resources.clock.nowMs();
  return resources.inbox.change(async (stores) => {
    if (await stores.workflows.find(name)) throw stateConflict('exists', `There is a workflow "${name}" already.`);
    return storeVersion(stores, { workflow: newWorkflow(name, by, atMs), definition, note: '', by, atMs });
  });
}

async function replace(
  resources: Resources,
  actor: Actor,
  replacing: { name: string; definition: Json; version: number | undefined },
): Promise<Version> {
  const { name, definition, version } = replacing;
  if (!(await resources.inbox.workflows.find(name))) throw notFound('workflow', name);
  await requireValid(resources, definition, name);
  const atMs = resources.clock.nowMs();
  return resources.inbox.change(async (stores) => {
    const workflow = await stores.workflows.find(name);
    if (!workflow) throw notFound('workflow', name);
    requireVersion(workflow, version);
    return storeVersion(stores, { workflow, definition, note: '', by: actor.operator, atMs });
  });
}

/** What is compared, as it was drawn. */
async function drawnOf({ inbox }: Resources, name: string, which: VersionDiff['to']): Promise<Json> {
  const drawn =
    which === 'draft' ? (await inbox.drafts.find(name))?.definition : await inbox.versions.drawn(name, which);
  if (drawn === undefined) throw notFound(which === 'draft' ? 'draft' : 'version', `${name}/${which}`);
  return drawn;
}

/** A started workflow goes by its newest version at once. */
export async function announced<Answer>({ worker }: Resources, published: Promise<Answer>): Promise<Answer> {
  const answer = await published;
  worker.nudge();
  return answer;
}

export function createVersionOperations(resources: Resources) {
  const { inbox } = resources;
  return {
    create: async (actor: Actor, definition: Json): Promise<Version> => {
      requireRight(actor, 'publish');
      return announced(resources, create(resources, actor, definition));
    },
    replace: async (actor: Actor, replacing: Parameters<typeof replace>[2]): Promise<Version> => {
      requireRight(actor, 'publish');
      return announced(resources, replace(resources, actor, replacing));
    },
    validate: async (actor: Actor, name: string, definition: Json): Promise<Validated> => {
      requireRight(actor, 'view');
      const checked = await checkDefinition(resources, definition);
      return { ...checked, problems: [...checked.problems, ...nameProblem(definition, name)] };
    },
    list: async (actor: Actor, name: string, query: PageQuery): Promise<Page<VersionRecord>> => {
      requireRight(actor, 'view');
      if (!(await inbox.workflows.find(name))) throw notFound('workflow', name);
      return inbox.versions.list(name, rangeOf(query));
    },
    diff: async (actor: Actor, name: string, { from, to }: Pick<VersionDiff, 'from' | 'to'>): Promise<VersionDiff> => {
      requireRight(actor, 'view');
      const [before, after] = await Promise.all([drawnOf(resources, name, from), drawnOf(resources, name, to)]);
      return { workflow: name, from, to, ...diffDefinitions(before, after) };
    },
    get: async (actor: Actor, name: string, version: number): Promise<Version> => {
      requireRight(actor, 'view');
      const found = await inbox.versions.find(name, version);
      if (!found) throw notFound('version', `${name}/${version}`);
      return found;
    },
  };
}
