import type { Knex } from 'knex';
import { z } from 'zod';
import type { MemoryEngineStore } from '../../../engine/memory/memoryEngineStore.ts';
import { invariant } from '../../../engine/invariant.ts';
import type { Entry } from '../../../engine/model/entry.ts';
import type { InstanceId } from '../../../engine/model/ids.ts';
import { jsonRecordSchema, type Variables } from '../../../engine/model/json.ts';
import { simulationSchema, type Simulation, type SimulationOrder } from '../../contract/simulations.ts';
import type { Described } from './simulatedServices.ts';
import type { SimulationGround } from './simulationGround.ts';

interface Outcome {
  readonly memory: MemoryEngineStore;
  readonly instance: InstanceId;
  readonly order: SimulationOrder;
  readonly described: readonly Described[];
  readonly stoppedBecause: string | null;
  readonly virtualMs: number;
}

type Passed = Simulation['transitions'][number];
type EventCreated = Extract<Entry, { type: 'eventCreated' }>;

/** A longer history is told by its first and last entries. */
const mostEntries = 2_000;

const keptSchema = z.object({ rows: z.string() }).optional();

async function firstRows(trx: Knex, name: string | undefined): Promise<Variables[]> {
  if (name === undefined) return [];
  const kept = keptSchema.parse(await trx('sb_work_rows').where({ name }).first('rows'));
  return kept ? z.array(jsonRecordSchema).parse(JSON.parse(kept.rows)) : [];
}

async function passed(trx: Knex, events: readonly EventCreated[]): Promise<Passed[]> {
  const transitions = new Map<string, Passed>();
  for (const { event } of events) {
    const { from, outlet, to, workTable, recordCount } = event;
    const key = `${from} ${outlet} ${to}`;
    const before = transitions.get(key) ?? { from, outlet, to, events: 0, rows: null, firstRows: [] };
    const count = workTable?.recordCount ?? recordCount;
    transitions.set(key, {
      ...before,
      events: before.events + 1,
      rows: count === undefined ? before.rows : (before.rows ?? 0) + count,
      firstRows: workTable ? await firstRows(trx, workTable.name) : before.firstRows,
    });
  }
  return [...transitions.values()];
}

const shortened = (entries: readonly Entry[]): readonly Entry[] =>
  entries.length <= mostEntries ? entries : [...entries.slice(0, mostEntries / 2), ...entries.slice(-mostEntries / 2)];

/** What is told of a simulation, before its ground is taken back. */
export async function reportSimulation({ trx }: SimulationGround, outcome: Outcome): Promise<Simulation> {
  const { memory, order, described, stoppedBecause, virtualMs } = outcome;
  const instance = await memory.instance(outcome.instance);
  invariant(instance, 'a simulation that was checked begins');
  const history = memory.history(outcome.instance);
  const created = history.filter((entry) => entry.type === 'eventCreated');
  return simulationSchema.parse({
    id: order.id,
    workflow: order.definition.name,
    simulated: true,
    status: instance.status,
    stoppedBecause,
    result: instance.result ?? null,
    failure: instance.failure ?? null,
    virtualMs,
    transitions: await passed(trx, created),
    described: [...described],
    history: shortened(history),
  });
}
