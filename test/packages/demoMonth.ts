// Lets the demo data live a month on a clock of its own, and prints what the workflows did: npm run demo:month.
import { parseArgs } from 'node:util';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { invariant } from '../../engine/invariant.ts';
import type { DoneByWorkflow } from './doneByWorkflow.ts';
import { live, openLivingDemo } from './livingDemo.ts';

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '2026-05-01' },
    days: { type: 'string', default: '30' },
    scale: { type: 'string', default: '0.05' },
  },
});
const [days, scale] = [Number(values.days), Number(values.scale)];
const beginMs = Date.parse(`${values.from}T00:00:00.000Z`);
invariant(Number.isInteger(days) && days > 0 && scale > 0, '--days is a whole number, --scale a number; both above 0');
invariant(Number.isFinite(beginMs), '--from is a day, as 2026-05-01');

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const figures = ['begun', 'finished', 'worked', 'rows', 'mails', 'lines', 'warnings'] as const;
const printCells = (name: string, cells: readonly string[]): void => {
  print(`${name.padEnd(28)}${cells.map((cell) => cell.padStart(11)).join('')}`);
};

const shipped = packages.flatMap(({ workflows }) => workflows.map(({ name }) => name));
const idleIn = (done: readonly DoneByWorkflow[]): readonly string[] =>
  shipped.filter((name) => !done.some(({ workflow, worked }) => workflow === name && worked > 0));

/** On how many days each had work. */
const busyDays = new Map<string, number>();
const demo = await openLivingDemo(beginMs, scale);
const startedMs = performance.now();
const month = await live(demo, {
  beginMs,
  hours: days * 24,
  onDay: (day, done) => {
    for (const { workflow, worked } of done) if (worked > 0) busyDays.set(workflow, (busyDays.get(workflow) ?? 0) + 1);
    const begun = done.reduce((sum, one) => sum + one.begun, 0);
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    print(`day ${String(day)}: ${begun.toLocaleString('en')} instances (${String(seconds)} s so far)`);
    print(`  without work: ${idleIn(done).join(', ') || 'none'}`);
  },
});
await demo.engine.close();

const byName = (one: DoneByWorkflow, other: DoneByWorkflow): number => one.workflow.localeCompare(other.workflow);
printCells('', ['days', ...figures]);
for (const done of month.toSorted(byName)) {
  const cells = figures.map((figure) => done[figure].toLocaleString('en'));
  printCells(done.workflow, [String(busyDays.get(done.workflow) ?? 0), ...cells]);
}
const idle = idleIn(month);
const failed = month.filter(({ faults }) => faults.length > 0);
for (const { workflow, faults } of failed) for (const fault of faults) print(`${workflow}: ${fault.slice(0, 300)}`);
if (idle.length > 0) print(`Without work: ${idle.join(', ')}.`);
print(failed.length === 0 ? 'None failed.' : `Failed: ${failed.map(({ workflow }) => workflow).join(', ')}.`);
process.exitCode = failed.length > 0 ? 1 : 0;
