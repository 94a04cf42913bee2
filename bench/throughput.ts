import type { Database } from 'better-sqlite3';
import { invariant } from '../engine/invariant.ts';
import { rawConnection } from '../server/stores/engine/sqliteSession.ts';
import { openSqliteFiles, type StoreTables } from '../test/support/sqliteFiles.ts';
import { chainOf, openBenchEngine, type Graph } from './benchEngine.ts';
import { spreadOf } from './spread.ts';
import { recordWrites, replayWrites, tablesOf, writtenPer, type Write, type Written } from './recordedWrites.ts';

const activities = 10;
const inFlight = 32;
const groupSize = 50;
const passes = 3;

const noOps = Array.from({ length: activities }, () => ({ type: 'noOp' }));
const counting = { type: 'sqlCode', script: 'UPDATE bench_counter SET counted = counted + 1' };

/** Durable activities a second, each the median of some passes, and what one activity writes. */
export interface Throughput {
  readonly engine: number;
  /** A loop that writes the same rows and bytes, 50 activities to a transaction. */
  readonly limit: number;
  readonly ratio: number;
  /** The same loop, committing as often as the engine did. */
  readonly limitWithItsCommits: number;
  readonly written: Readonly<Record<string, Written>>;
}

interface Bench {
  readonly tables: StoreTables;
  readonly connection: Database;
  readonly graph: Graph;
  readonly instances: number;
}

/** Measures a graph of ten activities: all no-ops, or one of them SQL. */
export async function benchThroughput(what: 'no-ops' | 'one SQL', instances: number): Promise<Throughput> {
  const tables = await openSqliteFiles();
  const connection = await rawConnection(tables.engine);
  connection.exec('CREATE TABLE bench_counter (counted INTEGER); INSERT INTO bench_counter VALUES (0)');
  const graph = chainOf(what === 'no-ops' ? noOps : [...noOps.slice(1), counting]);
  const bench = { tables, connection, graph, instances };
  const { writes, commits } = await record(bench);
  expectCount(bench, what === 'no-ops' ? 0 : instances);
  const [engines, limits, often]: [number[], number[], number[]] = [[], [], []];
  const perActivity = writes.length / (instances * activities);
  for (let pass = 0; pass < passes; pass += 1) {
    engines.push(await rate(bench, writes, () => runAll(bench)));
    limits.push(await rate(bench, writes, replay(bench, writes, groupSize * perActivity)));
    often.push(await rate(bench, writes, replay(bench, writes, writes.length / commits)));
  }
  await tables.close();
  const engine = spreadOf(engines).p50;
  const limit = spreadOf(limits).p50;
  const limitWithItsCommits = spreadOf(often).p50;
  const written = writtenPer(writes, instances * activities);
  return { engine, limit, ratio: engine / limit, limitWithItsCommits, written };
}

/** The first pass warms up, and tells what the engine writes. */
async function record(bench: Bench): Promise<{ writes: readonly Write[]; commits: number }> {
  const counted = { commits: 0 };
  bench.tables.engine.on('query', ({ sql }: { readonly sql: string }) => {
    if (sql.startsWith('COMMIT')) counted.commits += 1;
  });
  const writesSoFar = recordWrites(bench.connection);
  await runAll(bench);
  const writes = writesSoFar();
  bench.tables.engine.removeAllListeners('query');
  return { writes, commits: counted.commits };
}

async function runAll({ tables, graph, instances }: Bench): Promise<void> {
  const engine = openBenchEngine(tables, graph);
  for (let left = instances; left > 0; left -= inFlight) await engine.run(Math.min(left, inFlight));
}

const replay =
  ({ connection }: Bench, writes: readonly Write[], size: number) =>
  (): Promise<void> => {
    replayWrites(connection, writes, Math.max(1, Math.round(size)));
    return Promise.resolve();
  };

/** Activities a second of a pass over emptied tables. */
async function rate(bench: Bench, writes: readonly Write[], pass: () => Promise<void>): Promise<number> {
  for (const table of tablesOf(writes)) if (table !== 'bench_counter') bench.connection.exec(`DELETE FROM ${table}`);
  bench.connection.pragma('wal_checkpoint(TRUNCATE)');
  const begunMs = performance.now();
  await pass();
  return (bench.instances * activities * 1_000) / (performance.now() - begunMs);
}

function expectCount({ connection, instances }: Bench, expected: number): void {
  const counted: unknown = connection.prepare('SELECT counted FROM bench_counter').pluck().get();
  invariant(counted === expected, `${String(expected)} statements were executed, not ${String(counted)}`);
  const ended: unknown = connection.prepare(`SELECT count(*) FROM sb_instance WHERE status = 'finished'`).pluck().get();
  invariant(ended === instances, `all instances finish, not ${String(ended)}`);
}
