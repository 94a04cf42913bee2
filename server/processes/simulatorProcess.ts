import { fork } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { simulationSchema, type Simulation, type SimulationOrder } from '../contract/simulations.ts';
import { workerSettingsSchema, type WorkerDatabase } from './workerSettings.ts';

/** What the process of a simulation is started with. */
export const simulatorSettingsSchema = z.object({
  database: workerSettingsSchema.shape.database,
  limitMs: z.number(),
});
export type SimulatorSettings = z.infer<typeof simulatorSettingsSchema>;

/** A simulation that could not be done, for a reason of its own. */
export class SimulationFailed extends Error {
  override readonly name = 'SimulationFailed';
}

/** What starts simulations. */
export interface SimulatorOptions {
  /** The built program. */
  readonly program: string;
  readonly database: WorkerDatabase;
  readonly environment?: Readonly<Record<string, string>>;
  /** How long one may take. */
  readonly limitMs?: number;
  /** How much longer: one that a statement keeps from looking at its time is ended. */
  readonly graceMs?: number;
}

const tenMinutesMs = 10 * 60_000;

const answerSchema = z.union([z.object({ simulation: simulationSchema }), z.object({ problem: z.string() })]);

/** What `mkdtemp` makes of `simulation-`: nothing else in the folder is ours to remove. */
const copyPattern = /^simulation-\w{6}$/;

/** Copies that simulations left which were killed; no simulation lives when this is asked. */
function removeLeftCopies(database: WorkerDatabase): void {
  if (database.dialect !== 'sqlite') return;
  const folder = dirname(database.engineFile);
  for (const name of readdirSync(folder))
    if (copyPattern.test(name)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Simulates in a process of its own, so that neither web nor worker waits for a statement of it. */
export function createSimulator(options: SimulatorOptions): (order: SimulationOrder) => Promise<Simulation> {
  removeLeftCopies(options.database);
  return (order) => runProcess(options, order);
}

function runProcess(
  { program, database, environment, limitMs = tenMinutesMs, graceMs = 5_000 }: SimulatorOptions,
  order: SimulationOrder,
): Promise<Simulation> {
  const settings: SimulatorSettings = { database, limitMs };
  const child = fork(program, [JSON.stringify(settings)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new SimulationFailed(why));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('It took longer than a simulation may.');
    }, limitMs + graceMs);
    child.once('message', (message) => {
      const answer = answerSchema.safeParse(message);
      if (answer.success && 'simulation' in answer.data) {
        clearTimeout(timer);
        resolve(answer.data.simulation);
      } else fail(answer.success && 'problem' in answer.data ? answer.data.problem : 'Its answer cannot be read.');
    });
    child.once('exit', (code) => {
      fail(`Its process ended with ${String(code)}.`);
    });
    child.send(order);
  });
}
