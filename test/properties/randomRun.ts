import fc from 'fast-check';
import type { Input } from '../../engine/core/input.ts';
import type { Task } from '../../engine/model/task.ts';
import { activityIdSchema, signalIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import type { PauseCauseKind } from '../../engine/model/instance.ts';
import { graphOf } from '../support/graphOf.ts';
import { nextProgress, Shell } from '../support/shell.ts';

/** A drawing with the kinds of its activities. */
export interface RandomGraph {
  readonly drawing: string;
  readonly activities: Readonly<Record<string, { readonly type: string; readonly stopOthers?: boolean }>>;
  readonly definition: { readonly onError: 'pause' | 'ignore' | 'abort'; readonly maxRounds: number };
}

/** Kinds by how often they are drawn; joins only where something can meet. */
const kinds: readonly (readonly [number, { readonly type: string } & Readonly<Record<string, unknown>>])[] = [
  [6, { type: 'work' }],
  [2, { type: 'rounds' }],
  [8, { type: 'join' }],
  [3, { type: 'pass' }],
  [1, { type: 'pass', sets: { x: 'vars.nobodySetsIt' } }],
  [1, { type: 'wait', for: '1h' }],
  [1, { type: 'signal', complete: false }],
  [1, { type: 'either', signal: 'go', within: '30m', patient: true }],
  [1, { type: 'end', result: '7' }],
  [1, { type: 'end', stopOthers: true }],
  [1, { type: 'cancel', activities: ['a1', 'a2'] }],
];

const kindFields = fc.oneof(...kinds.map(([weight, fields]) => ({ weight, arbitrary: fc.constant(fields) })));

const common = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constant({ execution: 'hold' }) },
  { weight: 1, arbitrary: fc.constant({ execution: 'disabled' }) },
  { weight: 1, arbitrary: fc.record({ onError: fc.constantFrom('pause', 'ignore', 'abort') }) },
  { weight: 1, arbitrary: fc.constant({ retry: { attempts: 2, delay: '5m' } }) },
);

const activityFields = fc.tuple(kindFields, common).map(([kind, rest]) => ({ ...kind, ...rest }));
const outlet = fc.constantFrom('default', 'default', 'default', 'default', 'error', 'late');
const arrow = fc.tuple(fc.nat(100), fc.nat(100), outlet);

/**
 * Up to nine activities: the first two work and are where it begins, each later one has an arrow from an earlier one,
 * and some more lead anywhere, so that branches meet, loops close and joins wait for each other.
 */
export const randomGraph = ({ arrows, maxRounds } = { arrows: 5, maxRounds: 12 }): fc.Arbitrary<RandomGraph> =>
  fc
    .tuple(
      fc.array(fc.tuple(activityFields, fc.nat(100), outlet), { minLength: 2, maxLength: 7 }),
      fc.array(arrow, { maxLength: arrows }),
      fc.constantFrom('pause' as const, 'ignore' as const, 'abort' as const),
    )
    .map(([later, extra, onError]) => {
      const fields = [{ type: 'work' }, { type: 'work' }, ...later.map(([field]) => field)];
      const draw = (from: number, out: string, to: number): string => `a${from}:${out} > a${to}`;
      const grown = later.flatMap(([{ type }, from, out], index) => {
        const second = type === 'join' ? [draw((from + 1) % (index + 2), 'default', index + 2)] : [];
        return [draw(from % (index + 2), out, index + 2), ...second];
      });
      // Nothing leads to the two first ones, so that there is always somewhere to begin.
      const anywhere = extra.map(([from, to, out]) => draw(from % fields.length, out, 2 + (to % later.length)));
      return {
        drawing: [...fields.map((_, index) => `a${index}`), ...new Set([...grown, ...anywhere])].join(', '),
        activities: Object.fromEntries(fields.map((field, index) => [`a${index}`, field])),
        definition: { onError, maxRounds },
      };
    });

/** A number for each choice of a run: what happens next is drawn from what could happen. */
export const randomChoices = fc.array(fc.nat(10_000), { minLength: 10, maxLength: 100 });

const causes = ['own', 'workflow', 'parent'] as const satisfies readonly PauseCauseKind[];
const failure = { cause: 'data', message: 'it broke' } as const;

/** What brings an instance on: the shell does its work, time passes, somebody resumes. */
function likelyInputs(shell: Shell): (Input | 'time')[] {
  const started = shell.queue.flatMap((id): Input[] => {
    const task = shell.instance.tasks[id];
    if (task?.status !== 'running') return [{ type: 'startTask', task: id }];
    const done: Input = { type: 'taskDone', task: id, attempt: task.attempt, outcome: { vars: { x: 1 } } };
    return [done, done, { type: 'taskFailed', task: id, attempt: task.attempt, failure }, ...roundsOf(task)];
  });
  const rested: Input[] = shell.instance.status === 'paused' ? [{ type: 'resume', kinds: [...causes, 'error'] }] : [];
  return [...started, ...rested, ...(shell.timers.length > 0 ? ['time' as const] : [])];
}

const roundsOf = (task: Task): Input[] => [
  { type: 'roundEnded', task: task.id, progress: nextProgress(task, 10) },
  { type: 'taskYielded', task: task.id },
];

/** What a shell, operators and other programs may say besides, sensible and not. */
function possibleInputs(shell: Shell, choice: number): Input[] {
  const cause = causes[choice % causes.length] ?? 'own';
  const activity = activityIdSchema.parse(`a${choice % 9}`);
  return [
    ...shell.live().flatMap((task) => reportsOf(task)),
    { type: 'startTask', task: taskIdSchema.parse('i1.t999') },
    { type: 'pause', cause },
    { type: 'resume', kinds: ['own', 'error', 'quota'] },
    { type: 'liftPause', cause },
    { type: 'runPending' },
    { type: 'holdActivity', activity },
    { type: 'releaseActivity', activity },
    ...(choice % 31 === 0 ? [{ type: 'stop' } as const] : []),
    ...(choice % 37 === 0 ? [{ type: 'kill' } as const] : []),
  ];
}

function reportsOf(task: Task): Input[] {
  const { id, attempt } = task;
  return [
    { type: 'startTask', task: id },
    { type: 'taskDone', task: id, attempt, outcome: { vars: { x: 1 } } },
    { type: 'taskDone', task: id, attempt: attempt - 1, outcome: {} },
    { type: 'taskFailed', task: id, attempt, failure },
    ...roundsOf(task),
    { type: 'workerLost', task: id, counts: true },
    { type: 'timer', task: id, name: 'due' },
    { type: 'timer', task: id, name: 'retry' },
    { type: 'timer', task: id, name: 'maxDuration' },
    { type: 'timer', task: id, name: 'timeout' },
    { type: 'signal', task: id, signal: { id: signalIdSchema.parse('g1'), name: 'go', vars: {} } },
    { type: 'runTask', task: id },
    { type: 'skipTask', task: id, result: {}, reason: 'known' },
  ];
}

/** Runs a random graph with random inputs; every turn stands in the shell's log. */
export function randomRun(graph: RandomGraph, choices: readonly number[]): Shell {
  const shell = new Shell(graphOf(graph.drawing, { activities: graph.activities, definition: graph.definition }));
  shell.begin();
  for (const choice of choices) {
    const likely = choice % 4 === 0 ? [] : likelyInputs(shell);
    const inputs = likely.length > 0 ? likely : possibleInputs(shell, choice);
    const input = inputs[Math.floor(choice / 4) % inputs.length];
    if (input === 'time') shell.passTime(20 * 60_000);
    else if (input) shell.send(input);
  }
  return shell;
}

/** A random run, as fast-check makes it. */
export const randomRuns = fc.tuple(randomGraph(), randomChoices);
