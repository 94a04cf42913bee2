import type { Json } from '../../engine/model/json.ts';
import type { Draft, Published } from '../contract/workflows.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { audit } from './audit.ts';
import { checkDefinition, nameProblem, refuses } from './definitionCheck.ts';
import { isoOf } from './ports/clock.ts';
import type { DraftRecord, InboxStores, WorkflowRecord } from './ports/inbox.ts';
import { RequestError, invalidDefinition, notFound, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';
import { announced, storeVersion } from './versions.ts';

/** What is saved as a draft: whatever is drawn, and the revision that it was drawn on. */
export interface DraftSaving {
  readonly definition: Json;
  readonly baseVersion?: number | undefined;
  /** From `If-Match`; absent: the draft must not exist yet. */
  readonly revision?: number | undefined;
}

/** The draft of a workflow; where nothing was drawn since, it is its newest version. */
async function draftOf(stores: InboxStores, workflow: WorkflowRecord): Promise<DraftRecord> {
  const draft = await stores.drafts.find(workflow.name);
  if (draft) return draft;
  const definition = (await stores.versions.drawn(workflow.name, workflow.version)) ?? {};
  const { version, changedBy, changedAt } = workflow;
  return { workflow: workflow.name, definition, baseVersion: version, revision: 0, changedBy, changedAt };
}

async function withProblems(resources: Resources, draft: DraftRecord): Promise<Draft> {
  const { problems } = await checkDefinition(resources, draft.definition);
  return { ...draft, problems: [...problems, ...nameProblem(draft.definition, draft.workflow)] };
}

function requireRevision(current: DraftRecord | undefined, revision: number | undefined): void {
  if (current && current.revision > 0 && revision === undefined) {
    throw new RequestError(
      'precondition-required',
      `The draft of ${current.workflow} is at revision ${current.revision}.`,
    );
  }
  const present = current?.revision ?? 0;
  if (revision === undefined || revision === present) return;
  const detail = `The draft is at revision ${present}, not ${revision}.`;
  throw new RequestError('revision-conflict', detail, { current: current ?? null });
}

async function save(resources: Resources, actor: Actor, name: string, saving: DraftSaving): Promise<DraftRecord> {
  const atMs = resources.clock.nowMs();
  const by = { changedBy: actor.operator, changedAt: isoOf(atMs) };
  return resources.inbox.change(async (stores) => {
    const workflow = await stores.workflows.find(name);
    const current = workflow && (await draftOf(stores, workflow));
    requireRevision(current, saving.revision);
    if (!workflow) {
      const created = { createdBy: actor.operator, createdAt: isoOf(atMs) };
      await stores.workflows.put({ name, version: 0, package: null, ...created, ...by });
    }
    const draft: DraftRecord = {
      workflow: name,
      definition: saving.definition,
      baseVersion: saving.baseVersion ?? current?.baseVersion ?? 0,
      revision: (current?.revision ?? 0) + 1,
      ...by,
    };
    await stores.drafts.put(draft);
    const deed = { action: 'saveDraft', subject: `workflow/${name}`, after: `revision ${draft.revision}` };
    await audit(stores, { by: actor.operator, atMs }, deed);
    return draft;
  });
}

/** Publishes what was checked, if nobody saved in the meantime. */
async function publish(resources: Resources, actor: Actor, checked: DraftRecord, note: string): Promise<Published> {
  const atMs = resources.clock.nowMs();
  return resources.inbox.change(async (stores) => {
    const workflow = await stores.workflows.find(checked.workflow);
    if (!workflow) throw notFound('workflow', checked.workflow);
    const draft = await draftOf(stores, workflow);
    if (draft.revision !== checked.revision) {
      throw new RequestError('revision-conflict', 'The draft was saved while it was published.', { current: draft });
    }
    if (draft.baseVersion < workflow.version) {
      const detail = `The draft stands on version ${draft.baseVersion}, the newest is ${workflow.version}.`;
      throw new RequestError('revision-conflict', detail, { current: { version: workflow.version } });
    }
    const version = await storeVersion(stores, {
      workflow,
      definition: draft.definition,
      note,
      by: actor.operator,
      atMs,
    });
    const next = { ...draft, baseVersion: version.version, revision: draft.revision + 1 };
    await stores.drafts.put({ ...next, changedBy: actor.operator, changedAt: isoOf(atMs) });
    return { ...version, draft: { baseVersion: next.baseVersion, revision: next.revision } };
  });
}

export function createDraftOperations(resources: Resources) {
  const { inbox } = resources;
  const find = async (name: string): Promise<DraftRecord> => {
    const workflow = await inbox.workflows.find(name);
    if (!workflow) throw notFound('workflow', name);
    return draftOf(inbox, workflow);
  };
  return {
    get: async (actor: Actor, name: string): Promise<Draft> => {
      requireRight(actor, 'view');
      return withProblems(resources, await find(name));
    },
    save: async (actor: Actor, name: string, saving: DraftSaving): Promise<Draft> => {
      requireRight(actor, 'modify');
      return withProblems(resources, await save(resources, actor, name, saving));
    },
    publish: async (actor: Actor, name: string, note: string): Promise<Published> => {
      requireRight(actor, 'publish');
      const draft = await find(name);
      if (draft.revision === 0)
        throw stateConflict('published', `${name} has no draft: nothing was changed since its version.`);
      const checked = await withProblems(resources, draft);
      if (refuses(checked.problems)) throw invalidDefinition(checked.problems);
      return announced(resources, publish(resources, actor, draft, note));
    },
  };
}
