import fc from 'fast-check';
import type { Input } from '../../engine/core/input.ts';
import type { Task } from '../../engine/model/task.ts';
import { activityIdSchema, instanceIdSchema, signalIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import type { PauseCauseKind } from '../../engine/model/instance.ts';
import { graphOf } from '../support/graphOf.ts';
import { nextProgress, Shell } from '../support/shell.ts';
import { randomGraph, type RandomGraph } from './randomGraph.ts';
import { checkSamples } from './seeds.ts';

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
  const children = shell.live().flatMap(childrenOf);
  return [...started, ...children, ...rested, ...(shell.timers.length > 0 ? ['time' as const] : [])];
}

/** What the shell says of a task's children: the next begins, or cannot, and each that lives ends somehow. */
function childrenOf({ id: task, children }: Task): Input[] {
  if (!children) return [];
  const [item = children.next] = children.again;
  const child = instanceIdSchema.parse(`kid${item}`);
  const begins: Input = { type: 'childBegun', task, item, child, version: 1 };
  const statuses = ['finished', 'finished', 'failed', 'stopped'] as const;
  const ends = Object.entries(children.live).flatMap(([of, living]) =>
    statuses.map((status): Input => ({ type: 'childEnded', task, item: Number(of), child: living, status })),
  );
  return [begins, begins, { type: 'childRefused', task, item, failure }, ...ends];
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
    ...childrenOf(task),
    { type: 'workerLost', task: id, counts: true },
    { type: 'timer', task: id, name: 'due' },
    { type: 'timer', task: id, name: 'retry' },
    { type: 'timer', task: id, name: 'maxDuration' },
    { type: 'timer', task: id, name: 'timeout' },
    ...[{}, { items: [8, 9] }, { close: true }].map((vars): Input => ({
      type: 'signal',
      task: id,
      signal: { id: signalIdSchema.parse('g1'), name: 'go', vars },
    })),
    ...['ann', 'ben'].map((by): Input => ({ type: 'answer', task: id, choice: 'late', by, asked: ['ann', 'ben'] })),
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

/** So many runs are kept, each with all that happened in it. */
const keptRuns = 1_000;
const ran = new Map<RandomGraph, Shell>();

/** The run of a case: it is made once, for all the properties that look at it. */
function runOf([graph, choices]: readonly [RandomGraph, readonly number[]]): Shell {
  const shell = ran.get(graph) ?? randomRun(graph, choices);
  if (ran.size < keptRuns) ran.set(graph, shell);
  return shell;
}

/** Checks what holds for every random run, of whichever graph; the property changes nothing of it. */
export function checkRuns(holds: (shell: Shell, graph: RandomGraph) => void): void {
  checkSamples('random runs', randomRuns, (one) => holds(runOf(one), one[0]));
}
