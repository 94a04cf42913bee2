import { invariant } from '../../engine/invariant.ts';
import type { Entry } from '../../engine/model/entry.ts';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import type { RunnerBench } from '../support/runnerBench.ts';
import type { FromOutside, Pattern } from './patterns.ts';

const mostRuns = 50;

/** What happens next, and how. */
interface Option {
  readonly what: string;
  readonly happen: () => Promise<void> | void;
}

interface Run {
  readonly trace: string;
  /** How many options there were at each step, and which one was taken. */
  readonly steps: readonly { readonly options: number; readonly taken: number }[];
}

/** What is hanging outside may end, and a signal that somebody waits for may come. */
async function optionsOf(bench: RunnerBench, unsent: readonly FromOutside[], send: (sent: FromOutside) => void) {
  const options: Option[] = [...new Set(bench.outside)].sort().map((what) => ({
    what,
    happen: () => bench.letOneGoOn(what),
  }));
  for (const signal of unsent) {
    const what = `!${signal.name} ${signal.key ?? ''}`;
    if (options.some((option) => option.what === what)) continue;
    const awaited = await bench.runtime.store.transaction(({ subscribers }) => subscribers(signal));
    if (awaited.length > 0) options.push({ what, happen: () => send(signal) });
  }
  return options;
}

/** Executes a pattern once, taking the options that `takes` names, and the first one from then on. */
async function runOnce(bench: RunnerBench, pattern: Pattern, id: string, takes: readonly number[]): Promise<Run> {
  const { signals = [], apart = [] } = pattern;
  const unsent = [...signals];
  const send = (signal: FromOutside): void => {
    unsent.splice(unsent.indexOf(signal), 1);
    bench.signal(signal.name, signal);
  };
  const steps: { options: number; taken: number }[] = [];
  bench.ask({ operation: 'runNow', instance: instanceIdSchema.parse(id), input: {} });
  for (await bench.rest(); ; await bench.rest()) {
    invariant(bench.outside.filter((activity) => apart.includes(activity)).length < 2, 'they are never together');
    const options = await optionsOf(bench, unsent, send);
    const taken = takes[steps.length] ?? 0;
    const next = options[taken];
    if (!next) break;
    steps.push({ options: options.length, taken });
    await next.happen();
  }
  invariant((await bench.instance(id)).status === 'finished', `${pattern.name}: ${await bench.told(id)}`);
  return { trace: traceOf(await bench.history(id)), steps };
}

function traceOf(history: readonly Entry[]): string {
  const worked = new Set<string>();
  const steps = history.flatMap((entry) => {
    if (entry.type === 'taskStarted') worked.add(entry.task);
    if (entry.type === 'signalReceived') return [`!${entry.name}`];
    if (entry.type === 'childEnded') return [`${entry.activity}${String(entry.item)}`];
    return entry.type === 'taskEnded' && entry.status === 'done' && worked.has(entry.task) ? [entry.activity] : [];
  });
  return steps.join(' ');
}

/** Every order in which a pattern can be executed: each choice of what happens next is taken in turn. */
export async function everyTrace(bench: RunnerBench, pattern: Pattern): Promise<readonly string[]> {
  const traces = new Set<string>();
  let takes: readonly number[] | undefined = [];
  for (let runs = 1; takes; runs += 1) {
    invariant(runs <= mostRuns, `${pattern.name} has few traces`);
    const { trace, steps }: Run = await runOnce(
      bench,
      pattern,
      `${pattern.name.replaceAll(/\W+/g, '')}${String(runs)}`,
      takes,
    );
    traces.add(trace);
    const last = steps.findLastIndex(({ options, taken }) => taken + 1 < options);
    takes = last < 0 ? undefined : steps.slice(0, last + 1).map(({ taken }, at) => (at === last ? taken + 1 : taken));
  }
  return [...traces].sort();
}
