import { z } from 'zod';
import { pointerTo } from '../../engine/graph/pointer.ts';
import { kindFieldsOf } from '../../engine/graph/splitActivity.ts';
import type { Definition } from '../../engine/model/definition.ts';
import type { Problem } from '../../engine/model/problem.ts';
import type { Resources } from './resources.ts';

const activitySchema = z.looseObject({ type: z.string() });
const drawnSchema = z.looseObject({ name: z.string(), activities: z.record(z.string(), z.unknown()) });

interface Call {
  readonly activity: string;
  readonly workflow: string;
}

type Looking = Pick<Resources, 'kinds' | 'inbox'>;

/** The workflows that activities call, as far as their kinds can read their configuration. */
function callsOf(kinds: Resources['kinds'], activities: Readonly<Record<string, unknown>>): readonly Call[] {
  return Object.entries(activities).flatMap(([id, written]): Call[] => {
    const activity = activitySchema.safeParse(written).data;
    const kind = kinds.get(activity?.type ?? '');
    if (!activity || !kind?.calls) return [];
    const config = kind.schema.safeParse(kindFieldsOf(activity));
    return config.success ? kind.calls(config.data).map((workflow) => ({ activity: id, workflow })) : [];
  });
}

/** The newest version of a workflow; undefined where none is published. */
export async function newestDefinition(
  { inbox }: Pick<Looking, 'inbox'>,
  name: string,
): Promise<Definition | undefined> {
  const version = (await inbox.workflows.find(name))?.version ?? 0;
  return version === 0 ? undefined : (await inbox.versions.find(name, version))?.definition;
}

/** What the newest version of a workflow calls; undefined where there is none. */
async function newestCalls(looking: Looking, name: string): Promise<readonly string[] | undefined> {
  const found = await newestDefinition(looking, name);
  return found && callsOf(looking.kinds, found.activities).map(({ workflow }) => workflow);
}

/** The newest versions of the workflows that a definition calls itself, as far as they are published. */
export async function calledBy(looking: Looking, { activities }: Definition): Promise<readonly Definition[]> {
  const names = new Set(callsOf(looking.kinds, activities).map(({ workflow }) => workflow));
  const found = await Promise.all([...names].map((name) => newestDefinition(looking, name)));
  return found.filter((definition) => definition !== undefined);
}

/** The way from a workflow back to `name`, through newest versions; undefined where there is none. */
async function wayBack(looking: Looking, name: string, from: string): Promise<readonly string[] | undefined> {
  const ways = new Map<string, readonly string[]>([[from, [from]]]);
  // A Map that grows while it is walked gives the added entries too.
  for (const [workflow, way] of ways) {
    if (workflow === name) return way;
    for (const next of (await newestCalls(looking, workflow)) ?? [])
      if (!ways.has(next)) ways.set(next, [...way, next]);
  }
  return undefined;
}

async function problemOf(looking: Looking, name: string, call: Call): Promise<readonly Problem[]> {
  const { activity, workflow } = call;
  const place = { pointer: `${pointerTo('activities', activity)}/workflow`, activity };
  const way = await wayBack(looking, name, workflow);
  if (way) {
    const message = `"${name}" would begin itself: ${[name, ...way].join(' > ')}`;
    const hint = 'Name another workflow, or go round a loop within one workflow.';
    return [{ code: 'sub-workflow-cycle', level: 'error', ...place, message, hint }];
  }
  if (await newestCalls(looking, workflow)) return [];
  const message = `there is no published workflow "${workflow}"`;
  const hint = 'Publish it before an instance comes here, or name another one.';
  return [{ code: 'sub-workflow-unknown', level: 'warning', ...place, message, hint }];
}

/** What is wrong with the workflows that a definition calls: other definitions decide about that. */
export async function subWorkflowProblems(looking: Looking, input: unknown): Promise<readonly Problem[]> {
  const drawn = drawnSchema.safeParse(input).data;
  if (!drawn) return [];
  const calls = callsOf(looking.kinds, drawn.activities);
  return (await Promise.all(calls.map((call) => problemOf(looking, drawn.name, call)))).flat();
}
