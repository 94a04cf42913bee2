import type { Dealing, Desk } from '../../contract/desk.ts';
import { requireRight, type Actor } from '../actor.ts';
import type { RequestRecord } from '../ports/inbox.ts';
import type { Resources } from '../resources.ts';
import { deskGroups, type KnownWorkflow } from './deskGroups.ts';

/** More than a person can look at; a list of this many is answered at once. */
const mostInstances = 2_000;
/** A failure that nobody has seen for this long is history; the list of instances keeps it. */
const failedForMs = 7 * 86_400_000;

function dealingOf({ payload, by, requestedAt: at }: RequestRecord): Dealing | undefined {
  if (payload.operation === 'acknowledge') return { what: 'acknowledged', by, at, to: null, note: null };
  if (payload.operation === 'restart') return { what: 'restarted', by, at, to: null, note: null };
  if (payload.operation !== 'handOver') return undefined;
  const to = 'group' in payload.to ? payload.to.group : payload.to.operator;
  return { what: 'handedOver', by, at, to, note: payload.note };
}

async function dealingsWith({ inbox }: Resources, instances: readonly string[]): Promise<ReadonlyMap<string, Dealing>> {
  const found = new Map<string, Dealing>();
  for (const request of await inbox.requests.dealingsWith(instances)) {
    const dealing = dealingOf(request);
    if (dealing && request.instance !== null) found.set(request.instance, dealing);
  }
  return found;
}

async function known({ inbox }: Resources, names: ReadonlySet<string>): Promise<ReadonlyMap<string, KnownWorkflow>> {
  const found = new Map<string, KnownWorkflow>();
  for (const name of names) {
    const workflow = await inbox.workflows.find(name);
    if (!workflow) continue;
    const published = await inbox.versions.find(name, workflow.version);
    // The draft may have been changed since; what counts here is what would run.
    const { createdBy: changedBy, createdAt: changedAt } = published ?? workflow;
    found.set(name, { definition: published?.definition, version: workflow.version, changedBy, changedAt });
  }
  return found;
}

/** Whom anybody may hand something over to: groups with somebody in them, and operators who can still sign in. */
async function addressees({ inbox }: Resources): Promise<Desk['addressees']> {
  const [groups, operators] = await Promise.all([inbox.groups.list(), inbox.operators.list()]);
  return [
    ...groups
      .filter(({ members }) => members.length > 0)
      .map(({ name }) => ({ kind: 'group' as const, name, label: name })),
    ...operators
      .filter(({ disabled }) => !disabled)
      .map(({ name, label }) => ({ kind: 'operator' as const, name, label: label || name })),
  ];
}

/** What waits for a person, by its cause. */
export const createDeskOperations = (resources: Resources) => ({
  get: async (actor: Actor): Promise<Desk> => {
    requireRight(actor, 'view');
    const failedSinceMs = resources.clock.nowMs() - failedForMs;
    const { items, total } = await resources.engine.stuck({ failedSinceMs, limit: mostInstances });
    const ground = {
      workflows: await known(resources, new Set(items.map(({ workflow }) => workflow))),
      dealings: await dealingsWith(
        resources,
        items.map(({ id }) => id),
      ),
    };
    return {
      groups: deskGroups(items, ground),
      total,
      truncated: total > items.length,
      addressees: await addressees(resources),
    };
  },
});
