import { z } from 'zod';
import type { Kinds } from '../../../engine/activity/kind.ts';
import type { Executors } from '../../../engine/activity/executor.ts';
import type { Outside } from '../../../engine/activity/outside.ts';
import type { Cubes } from '../../../engine/activity/cube.ts';
import { draftWorkflow } from '../../../engine/core/workflow.ts';
import { compileGraph } from '../../../engine/graph/compileGraph.ts';
import { MemoryDefinitions } from '../../../engine/memory/memoryDefinitions.ts';
import { MemoryEngineStore } from '../../../engine/memory/memoryEngineStore.ts';
import { MemoryInbox } from '../../../engine/memory/memoryInbox.ts';
import { RecordingPublisher } from '../../../engine/memory/recordingPublisher.ts';
import { createSequentialIds } from '../../../engine/memory/sequentialIds.ts';
import { VirtualClock } from '../../../engine/memory/virtualClock.ts';
import { instanceIdSchema, requestIdSchema, type InstanceId } from '../../../engine/model/ids.ts';
import { jsonRecordSchema, type Json } from '../../../engine/model/json.ts';
import type { Runtime } from '../../../engine/runtime/runtime.ts';
import type { Simulation, SimulationOrder } from '../../contract/simulations.ts';
import { createReads } from '../engine/engineReads.ts';
import { driveSimulation } from './driveSimulation.ts';
import { reportSimulation } from './reportSimulation.ts';
import { simulatedExecutors, simulatedKinds } from './simulatedExecutors.ts';
import { lendSimulated, type Described, type SimulatedMeans } from './simulatedServices.ts';
import { inSavepoint, type SimulationGround } from './simulationGround.ts';
import { standIns } from './standIns.ts';

/** What simulations are done with: what a worker has, too. */
export interface SimulationTools {
  readonly kinds: Kinds;
  readonly executors: Executors;
  readonly optionDefaults: ReadonlyMap<string, Json>;
  readonly mayName: (table: string) => boolean;
  readonly cubes: Cubes;
  readonly outside: Outside;
  /** When it is ended, however far it has come. */
  readonly isOver: () => boolean;
}

/** The engine of a simulation: its state in memory, its SQL on the ground, a step a savepoint. */
function createStore(means: SimulatedMeans, clock: VirtualClock): MemoryEngineStore {
  const store = new MemoryEngineStore({ clock, lend: (scope) => lendSimulated(means, scope) });
  const inMemory = store.transaction;
  store.transaction = (work) => inSavepoint(means.ground, () => inMemory(work));
  return store;
}

const workflowVarsSchema = z.object({ vars: z.string() }).optional();

/** What outlives instances is as it is now: options, and the workflow's own variables. */
async function remember(
  { trx }: SimulationGround,
  memory: MemoryEngineStore,
  { definition }: SimulationOrder,
): Promise<void> {
  for (const [name, value] of await createReads(trx).options()) memory.setOption(name, value);
  const row = workflowVarsSchema.parse(
    await trx('sb_workflow_state').where({ workflow: definition.name }).first('vars'),
  );
  if (!row) return;
  const vars = jsonRecordSchema.parse(JSON.parse(row.vars));
  await memory.transaction((tx) => tx.saveWorkflow({ ...draftWorkflow(definition.name), vars }));
}

function begin(inbox: MemoryInbox, { definition, input, from, by }: SimulationOrder, instance: InstanceId): void {
  inbox.addRequest({
    id: requestIdSchema.parse('simulate'),
    by,
    workflow: definition.name,
    asked: { operation: 'runNow', instance, input, ...(from !== undefined && { from }) },
  });
}

/** Runs a definition to its end on ground that is taken back, on a clock of its own (semantics.md 9). */
export async function simulate(
  ground: SimulationGround,
  tools: SimulationTools,
  order: SimulationOrder,
): Promise<Simulation> {
  const described: Described[] = [];
  const describe = (each: Described): void => void described.push(each);
  const clock = new VirtualClock(order.nowMs);
  const { mayName, cubes, outside, kinds } = tools;
  const facts = {
    of: (name: string) => Promise.resolve({ label: name, supervisors: '', author: order.by, lastEditor: order.by }),
    newest: () => Promise.resolve(order.definition),
    retention: () => Promise.resolve({ historyDays: order.definition.historyDays }),
  };
  const store = createStore({ ground, facts, mayName, cubes, outside, describe }, clock);
  await remember(ground, store, order);
  const definitions = new MemoryDefinitions(Object.fromEntries(tools.optionDefaults));
  definitions.publish(compileGraph(order.definition, simulatedKinds(kinds)));
  for (const graph of standIns(order, kinds)) definitions.publish(graph);
  const inbox = new MemoryInbox();
  const instance = instanceIdSchema.parse(order.id);
  begin(inbox, order, instance);
  const executors = simulatedExecutors(tools.executors, { kinds, describe, answers: order.answers });
  const publisher = new RecordingPublisher();
  const runtime: Runtime = { store, inbox, definitions, executors, clock, ids: createSequentialIds(), publisher };
  const stoppedBecause = await driveSimulation({ runtime, inbox, clock, instance, order, isOver: tools.isOver });
  return reportSimulation(ground, {
    memory: store,
    instance,
    order,
    described,
    stoppedBecause,
    virtualMs: clock.nowMs() - order.nowMs,
  });
}
