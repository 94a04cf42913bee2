import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { benchLongStatement } from './longStatement.ts';
import { benchSignalToEffect } from './signalToEffect.ts';
import { benchTaskCost } from './taskCost.ts';
import { benchThroughput, type Throughput } from './throughput.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const whole = (rate: number): string => Math.round(rate).toLocaleString('en');

function printThroughput(what: string, { engine, limit, ratio, limitWithItsCommits, written }: Throughput): void {
  const parts = Object.values(written);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  print(
    `${what}: ${whole(engine)} activities a second; the limit is ${whole(limit)}; ratio ${ratio.toFixed(3)} ` +
      `(the limit with as many commits: ${whole(limitWithItsCommits)}; ` +
      `an activity writes ${rows.toFixed(1)} rows, ${whole(bytes)} bytes)`,
  );
}

/** The first argument: how many instances run for the throughput. */
const [instances = '200'] = process.argv.slice(2);

const noOps = await benchThroughput('no-ops', Number(instances));
printThroughput('no-op activities', noOps);
const oneSql = await benchThroughput('one SQL', Number(instances));
printThroughput('SQL in one of ten activities', oneSql);
const taskCost = await benchTaskCost();
print(
  `task ${whole(taskCost.task)} of an instance: ${taskCost.lastMs.toFixed(2)} ms; its 10th: ` +
    `${taskCost.tenthMs.toFixed(2)} ms; ratio ${taskCost.ratio.toFixed(2)}`,
);
const signalToEffectMs = await benchSignalToEffect();
print(`signal to first effect: p50 ${signalToEffectMs.p50.toFixed(1)} ms, p99 ${signalToEffectMs.p99.toFixed(1)} ms`);
await benchLongStatement();

const results = {
  date: new Date().toISOString(),
  cores: availableParallelism(),
  node: process.version,
  instances: Number(instances),
  throughput: { sqlite: { noOps, oneSql } },
  taskCost,
  signalToEffectMs,
};
writeFileSync(join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, undefined, 2)}\n`);
