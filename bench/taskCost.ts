import { openSqliteFiles } from '../test/support/sqliteFiles.ts';
import { chainOf, openBenchEngine } from './benchEngine.ts';
import { spreadOf } from './spread.ts';

/** So many tasks before and after one are measured with it. */
const around = 9;
const tasks = 10_000;
const instances = 5;

/** Medians of what a task of one instance costs, in milliseconds. */
export interface TaskCost {
  readonly task: number;
  readonly tenthMs: number;
  readonly lastMs: number;
  readonly ratio: number;
}

/** What the 10,000th task of an instance costs against its 10th. */
export async function benchTaskCost(): Promise<TaskCost> {
  const late = (await goRound(tasks + around)).slice(-2 * around);
  const early: number[] = [];
  // The program is warm by now; the first tasks of one instance would be too few to tell.
  for (let instance = 0; instance < instances; instance += 1) early.push(...(await goRound(2 * around)).slice(1));
  const [tenthMs, lastMs] = [spreadOf(early).p50, spreadOf(late).p50];
  return { task: tasks, tenthMs, lastMs, ratio: lastMs / tenthMs };
}

/** One instance that goes round two activities for ever: how long each of its first tasks took. */
async function goRound(times: number): Promise<readonly number[]> {
  const tables = await openSqliteFiles();
  const chain = chainOf([{ type: 'noOp' }, { type: 'noOp' }]);
  const engine = openBenchEngine(tables, { ...chain, transitions: [...chain.transitions, { from: 'a1', to: 'a0' }] });
  const took: number[] = [];
  engine.ask();
  await engine.turn();
  while (took.length < times) {
    const begunMs = performance.now();
    await engine.turn();
    took.push(performance.now() - begunMs);
  }
  await tables.close();
  return took;
}
