import type { AnyKind } from '../activity/kind.ts';
import { activitySchema, definitionSchema } from '../model/definition.ts';
import type { Instance } from '../model/instance.ts';
import type { CompiledGraph } from './compiledGraph.ts';
import { compileGraph } from './compileGraph.ts';
import { z } from 'zod';

/** Whatever an activity may have set: its tasks are then cleared of all that stands for them. */
const clocked = activitySchema.parse({ type: 'unknown', timeout: '1d', maxDuration: '1d' });

const unknownKind: AnyKind = {
  name: 'unknown',
  group: 'flow',
  label: 'Unknown',
  summary: 'Stands for a kind that cannot be used.',
  schema: z.unknown(),
  inbound: 'allowed',
  canFail: true,
  outlets: () => [],
  describe: () => '',
  behaviour: { does: 'work', performs: () => 'outside' },
};

/**
 * Stands for a definition that cannot be used: enough to write into an instance's journal and to stop it unconditionally,
 * and for nothing that goes on.
 */
export function standInGraph({ workflow, tasks, events }: Instance): CompiledGraph {
  const names = [...Object.values(tasks).map(({ activity }) => activity), ...Object.values(events).map(({ to }) => to)];
  const activities = Object.fromEntries(names.map((name) => [name, clocked]));
  return compileGraph(definitionSchema.parse({ name: workflow, activities }), new Map([['unknown', unknownKind]]));
}
