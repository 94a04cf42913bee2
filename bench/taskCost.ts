import { rawConnection } from '../server/database/statements.ts';
import { openSqliteFiles } from '../test/support/sqliteFiles.ts';
import { invariant } from '../engine/invariant.ts';
import { chainOf, openBenchEngine } from './benchEngine.ts';
import { spreadOf } from './spread.ts';

const tasks = 10_000;
const instances = 5;
/** Of so many turns about a task the median is taken. */
const turnsAround = 9;

/** Medians of what a task of one instance costs, in milliseconds. */
export interface TaskCost {
  readonly task: number;
  readonly tenthMs: number;
  readonly lastMs: number;
  readonly ratio: number;
}

/** A turn of the runner: what it cost a task, and how many there were afterwards. */
interface Turn {
  readonly eachMs: number;
  readonly tasks: number;
}

/** What the 10,000th task of an instance costs against its 10th. */
export async function benchTaskCost(): Promise<TaskCost> {
  const late = (await goRound(tasks)).slice(-turnsAround).map(({ eachMs }) => eachMs);
  const early: number[] = [];
  // The program is warm by now. A turn performs tasks that follow each other together: the first one holds the 10th.
  for (let instance = 0; instance < instances; instance += 1)
    early.push(...(await goRound(10)).map(({ eachMs }) => eachMs));
  const [tenthMs, lastMs] = [spreadOf(early).p50, spreadOf(late).p50];
  return { task: tasks, tenthMs, lastMs, ratio: lastMs / tenthMs };
}

/** One instance that goes round two activities until it has had so many tasks: the turns that this took. */
async function goRound(until: number): Promise<readonly Turn[]> {
  const tables = await openSqliteFiles();
  const connection = await rawConnection(tables.engine);
  const ended = connection.prepare("SELECT count(*) FROM sb_task WHERE status = 'done'").pluck();
  const count = (): number => Number(ended.get());
  const chain = chainOf([{ type: 'noOp' }, { type: 'noOp' }]);
  const engine = openBenchEngine(tables, { ...chain, transitions: [...chain.transitions, { from: 'a1', to: 'a0' }] });
  const turns: Turn[] = [];
  engine.ask();
  await engine.turn();
  for (let before = count(); before < until;) {
    const begunMs = performance.now();
    await engine.turn();
    const tookMs = performance.now() - begunMs;
    const after = count();
    invariant(after > before, `the instance goes on after ${String(before)} tasks`);
    turns.push({ eachMs: tookMs / (after - before), tasks: after });
    before = after;
  }
  await tables.close();
  return turns;
}
