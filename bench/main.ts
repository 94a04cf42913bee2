import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../test/support/embeddedPostgres.ts';
import { openOnPostgres, openOnSqlite, type BenchDatabase } from './benchDatabase.ts';
import { benchHeatMap } from './heatMap.ts';
import { benchLargeDelivery, tenMillionLogs } from './largeDelivery.ts';
import { benchLargeGraph } from './largeGraph.ts';
import { benchLists } from './lists.ts';
import { benchLongStatement } from './longStatement.ts';
import { benchSignalToEffect } from './signalToEffect.ts';
import { benchTaskCost } from './taskCost.ts';
import { benchThroughput, type Throughput } from './throughput.ts';
import { benchWaitingInstances } from './waitingInstances.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const whole = (rate: number): string => Math.round(rate).toLocaleString('en');

function printThroughput(what: string, { engine, limit, ratio, clients, written }: Throughput): void {
  const parts = Object.values(written);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  print(
    `${what}: ${whole(engine)} activities a second; the limit (clients: ${String(clients)}) is ${whole(limit)}; ` +
      `ratio ${ratio.toFixed(3)} (an activity writes ${rows.toFixed(1)} rows, ${whole(bytes)} bytes)`,
  );
}

const instances = 1_000;

async function throughputOn(name: string, open: () => Promise<BenchDatabase>): Promise<Record<string, Throughput>> {
  const noOps = await benchThroughput(open, 'no-ops', instances);
  printThroughput(`${name}, no-op activities`, noOps);
  const oneSql = await benchThroughput(open, 'one SQL', instances);
  printThroughput(`${name}, SQL in one of ten activities`, oneSql);
  return { noOps, oneSql };
}

/** On the server of `DATABASE_URL`, else on one that is started for it and writes to the disk what it commits. */
async function onPostgres<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const given = process.env['DATABASE_URL'];
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startEmbedded(true);
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

const throughputOnPostgres = (): Promise<unknown> =>
  onPostgres((url) => throughputOn('PostgreSQL', () => openOnPostgres(url)));

async function heatMapOn(name: string, databaseUrl?: string): Promise<unknown> {
  const { days, ...parts } = await benchHeatMap(databaseUrl);
  const written = Object.entries(parts).map(([part, { p50, p95 }]) => `${part} ${p50.toFixed(0)}/${p95.toFixed(0)} ms`);
  print(`${name}, the heat map of a day of ${whole(days)} with 100,000 instances (p50/p95): ${written.join(', ')}`);
  return { days, ...parts };
}

async function listsOn(name: string, databaseUrl?: string): Promise<unknown> {
  const measured = await benchLists(databaseUrl);
  const written = Object.entries(measured).map(
    ([list, { p50, p95 }]) => `${list} ${p50.toFixed(0)}/${p95.toFixed(0)} ms`,
  );
  print(`${name}, lists with 100,000 instances in the history (p50/p95): ${written.join(', ')}`);
  return measured;
}

async function taskCost(): Promise<unknown> {
  const cost = await benchTaskCost();
  const [last, tenth] = [cost.lastMs.toFixed(2), cost.tenthMs.toFixed(2)];
  print(`task ${whole(cost.task)} of an instance: ${last} ms; its 10th: ${tenth} ms; ratio ${cost.ratio.toFixed(2)}`);
  return cost;
}

async function signalToEffect(): Promise<unknown> {
  const took = await benchSignalToEffect();
  print(`signal to first effect: p50 ${took.p50.toFixed(1)} ms, p99 ${took.p99.toFixed(1)} ms`);
  return took;
}

async function waitingInstances(): Promise<unknown> {
  const cost = await benchWaitingInstances();
  print(
    `${whole(cost.instances)} waiting instances (${whole(cost.fileMegabytes)} MB): ready after ${whole(cost.readyMs)} ms, ` +
      `one served after ${whole(cost.servedMs)} ms; the worker holds ${whole(cost.workerMegabytes)} MB, ` +
      `at most ${whole(cost.workerPeakMegabytes)} MB`,
  );
  return cost;
}

async function largeDelivery(): Promise<unknown> {
  const workflows = await onPostgres(benchLargeDelivery);
  for (const { workflow, seconds, peakMegabytes, batches } of workflows) {
    const ofBatches = batches
      ? `; ${whole(batches.count)} batches of ${batches.activity}: ${whole(batches.firstMs)} ms at first, ` +
        `${whole(batches.lastMs)} ms at last, ratio ${batches.ratio.toFixed(2)}`
      : '';
    print(`${workflow} over ten million logs: ${whole(seconds)} s, at most ${whole(peakMegabytes)} MB${ofBatches}`);
  }
  return { rows: tenMillionLogs, workflows };
}

async function largeGraph(): Promise<unknown> {
  const cost = await benchLargeGraph();
  print(
    `a graph of ${whole(cost.activities)} activities: validated in ${whole(cost.validateMs)} ms, compiled in ` +
      `${whole(cost.compileMs)} ms; a task ${cost.taskMs.toFixed(2)} ms, of a graph of ten ` +
      `${cost.smallTaskMs.toFixed(2)} ms; ratio ${cost.ratio.toFixed(2)}`,
  );
  return cost;
}

/** Each part by its name: `npm run bench -- NAME` measures it alone. */
const parts: Readonly<Record<string, () => Promise<unknown>>> = {
  throughputOnSqlite: () => throughputOn('SQLite', openOnSqlite),
  throughputOnPostgres,
  taskCost,
  heatMapOnSqlite: () => heatMapOn('SQLite'),
  heatMapOnPostgres: () => onPostgres((url) => heatMapOn('PostgreSQL', url)),
  listsOnSqlite: () => listsOn('SQLite'),
  listsOnPostgres: () => onPostgres((url) => listsOn('PostgreSQL', url)),
  signalToEffect,
  waitingInstances,
  largeGraph,
  longStatement: benchLongStatement,
  largeDelivery,
};

const file = join(import.meta.dirname, 'results.json');
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in parts));
if (unknown.length > 0)
  throw new RangeError(`there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);

/** What was measured alone takes its place among the results of before. */
const before: unknown = asked.length > 0 ? JSON.parse(readFileSync(file, 'utf8')) : {};
const measured: Record<string, unknown> = {};
for (const [name, measure] of Object.entries(parts))
  if (asked.length === 0 || asked.includes(name))
    measured[name] = { date: new Date().toISOString(), ...((await measure()) ?? {}) };
const machine = { cores: availableParallelism(), node: process.version };
writeFileSync(file, `${JSON.stringify({ ...Object(before), ...machine, instances, ...measured }, undefined, 2)}\n`);
