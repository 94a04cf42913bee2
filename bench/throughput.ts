import { invariant } from '../engine/invariant.ts';
import { chainOf, openBenchEngine, type Graph } from './benchEngine.ts';
import type { BenchDatabase } from './benchDatabase.ts';
import { asWrittenBy, grouped, writtenPer, type Write, type Written } from './recordedWrites.ts';
import { spreadOf } from './spread.ts';

const activities = 10;
const inFlight = 32;
const groupSize = 50;
const passes = 5;
/** Passes that are not counted: an engine that has run for a second has what it executes compiled. So has the limit. */
const warmUps = 2;

const noOps = Array.from({ length: activities }, () => ({ type: 'noOp' }));
const counting = { type: 'sqlCode', script: 'INSERT INTO bench_counted VALUES (1)' };

/** Durable activities a second, each the median of some passes, and what one activity writes. */
export interface Throughput {
  readonly engine: number;
  /** A loop that writes the same rows and bytes, 50 activities to a transaction. */
  readonly limit: number;
  readonly ratio: number;
  readonly clients: number;
  readonly written: Readonly<Record<string, Written>>;
}

interface Bench {
  readonly database: BenchDatabase;
  readonly graph: Graph;
  /** How often 32 instances are run through. */
  readonly lots: number;
  readonly counted: number;
}

/** Measures a graph of ten activities: all no-ops, or one of them SQL. The instances run 32 at a time. */
export async function benchThroughput(
  open: () => Promise<BenchDatabase>,
  what: 'no-ops' | 'one SQL',
  instances: number,
): Promise<Throughput> {
  const graph = chainOf(what === 'no-ops' ? noOps : [...noOps.slice(1), counting]);
  const writes = await recordLot(open, graph);
  const database = await open();
  const lots = Math.max(1, Math.round(instances / inFlight));
  const bench = { database, graph, lots, counted: what === 'no-ops' ? 0 : lots * inFlight };
  const [engines, limits]: [number[], number[]] = [[], []];
  for (let pass = 0; pass < warmUps + passes; pass += 1) {
    engines.push(await rate(bench, () => runAll(bench)));
    await expectCount(bench);
    limits.push(await rate(bench, limitLoop(bench, writes)));
  }
  const clients = database.clients.length;
  await database.close();
  const [engine, limit] = [spreadOf(engines.slice(warmUps)).p50, spreadOf(limits.slice(warmUps)).p50];
  return { engine, limit, ratio: engine / limit, clients, written: writtenPer(writes, inFlight * activities) };
}

/** What the engine writes for 32 instances, once it is warm. */
async function recordLot(open: () => Promise<BenchDatabase>, graph: Graph): Promise<readonly Write[]> {
  const database = await open();
  const { writes, end } = database.record();
  const engine = openBenchEngine(database.tables, graph);
  await engine.run(inFlight);
  const { length: warm } = writes;
  await engine.run(inFlight);
  end();
  await database.close();
  return writes.slice(warm);
}

async function runAll({ database, graph, lots }: Bench): Promise<void> {
  const engine = openBenchEngine(database.tables, graph);
  for (let lot = 0; lot < lots; lot += 1) await engine.run(inFlight);
}

/** Each client writes its share of the lots, about instances of its own. */
function limitLoop({ database: { clients }, lots }: Bench, writes: readonly Write[]): () => Promise<void> {
  const groups = Math.ceil((inFlight * activities) / groupSize);
  const shares = Array.from({ length: lots }, (_, lot) => grouped(asWrittenBy(writes, `k${String(lot)}`), groups));
  return async () => {
    const all = clients.map(async (client, index) => {
      for (let lot = index; lot < lots; lot += clients.length)
        for (const group of shares[lot] ?? []) await client.commit(group);
    });
    await Promise.all(all);
  };
}

/** Activities a second of a pass over emptied tables. */
async function rate({ database, lots }: Bench, pass: () => Promise<void>): Promise<number> {
  await database.empty();
  const begunMs = performance.now();
  await pass();
  return (lots * inFlight * activities * 1_000) / (performance.now() - begunMs);
}

async function expectCount({ database, lots, counted }: Bench): Promise<void> {
  const found = await database.count('SELECT count(*) AS n FROM bench_counted');
  invariant(found === counted, `${String(counted)} statements were executed, not ${String(found)}`);
  const ended = await database.count(`SELECT count(*) AS n FROM sb_instance WHERE status = 'finished'`);
  invariant(ended === lots * inFlight, `all instances finish, not ${String(ended)}`);
}
