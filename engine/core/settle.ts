import { defaultOutlet } from '../model/ids.ts';
import { subscriptionOf } from '../model/question.ts';
import type { Task, WaitingFor } from '../model/task.ts';
import type { Decision, DecideContext, Listening } from '../activity/kind.ts';
import type { GraphActivity } from '../graph/compiledGraph.ts';
import { tellAsked } from './notices.ts';
import { delegate, reconsider, tellChildren } from './children.ts';
import { armClocks } from './clocks.ts';
import { completeDecision, endTask } from './completion.ts';
import { failTask, guarded } from './failing.ts';
import { fireJoins } from './joins.ts';
import { comesShort } from './quorum.ts';
import { passTurns, takeBackTurns, takesTurn } from './mutex.ts';
import { decideContext } from './scope.ts';
import { takeKeptSignals } from './signals.ts';
import { conclude } from './status.ts';
import type { Step } from './step.ts';

/** How many tasks of activities on cycles may follow each other without time passing (semantics.md 5). */
export const cyclicTaskLimit = 1_000;

/** Runs on whatever decides at once, until every live task waits for the shell, and ends what is over. */
export function settle(step: Step): void {
  do {
    runAgenda(step);
  } while (step.draft.status === 'running' && (passTurns(step) || fireJoins(step)));
  takeBackTurns(step);
  conclude(step);
  tellChildren(step);
}

function runAgenda(step: Step): void {
  for (let id = step.agenda.shift(); id !== undefined; id = step.agenda.shift()) {
    const task = step.draft.tasks[id];
    if (step.draft.status !== 'running') continue;
    if (task?.status === 'pending') runPending(step, task);
    else {
      takeKeptSignals(step, id);
      reconsider(step, id, []);
    }
  }
}

function runPending(step: Step, task: Task): void {
  const activity = step.activity(task.activity);
  if (step.execution(task.activity) === 'disabled') {
    // An entry, or what a newer version has disabled: neither it nor the branch behind it is executed.
    endTask(step, task, { event: 'skip', reason: 'the activity is disabled' });
    return;
  }
  if (!takesTurn(step, task) || runsAway(step, task) || comesShort(step, task)) return;
  takeKeptSignals(step, task.id);
  if (step.draft.tasks[task.id]?.status !== 'pending') return;
  const { behaviour } = activity.kind;
  if (behaviour.does === 'work') {
    step.command({ type: 'queue', task: task.id });
    return;
  }
  guarded(step, task, () => {
    const context = decideContext(step.world, step.draft, task, activity);
    if (behaviour.does === 'decide') completeDecision(step, task, behaviour.decide(context));
    else if (behaviour.does === 'delegate') delegate(step, task, activity, context);
    else listen(step, task, activity, context);
  });
}

function listen(step: Step, task: Task, activity: GraphActivity, context: DecideContext<unknown>): void {
  const { behaviour } = activity.kind;
  if (behaviour.does !== 'listen') return;
  const waitingFor = waitingForOf(behaviour.listen(context));
  const { dueAtMs, signal } = waitingFor;
  const isOver = dueAtMs !== undefined && dueAtMs <= step.world.nowMs && !signal;
  if (isOver) completeDecision(step, task, onTimer(activity, context) ?? mainOutlet);
  else wait(step, task, waitingFor);
}

function waitingForOf({ dueAtMs, signal, question }: Listening): WaitingFor {
  const awaited = question ? subscriptionOf(question) : signal;
  return {
    ...(dueAtMs !== undefined && { dueAtMs }),
    ...(awaited && { signal: awaited }),
    ...(question && { question }),
  };
}

function wait(step: Step, task: Task, waitingFor: WaitingFor): void {
  const { dueAtMs, signal, question } = waitingFor;
  step.record({ type: 'taskWaiting', task: task.id, activity: task.activity, waitingFor });
  if (dueAtMs !== undefined) step.command({ type: 'setTimer', task: task.id, name: 'due', dueAtMs });
  armClocks(step, task.id);
  if (question) tellAsked(step, question);
  if (!signal) return;
  const { name, key } = signal;
  step.command({ type: 'subscribe', task: task.id, signal: name, ...(key !== undefined && { key }) });
}

/** The way out where a kind has nothing to say. */
export const mainOutlet: Decision = { outlets: [{ outlet: defaultOutlet }] };

/** What a listening task does when its time has come: its kind's word; undefined: it goes on waiting for its signal. */
export function onTimer(activity: GraphActivity, context: DecideContext<unknown>): Decision | undefined {
  const { behaviour } = activity.kind;
  return behaviour.does === 'listen' && behaviour.onTimer ? behaviour.onTimer(context) : mainOutlet;
}

/** Loops are allowed, endless ones are not: too many rounds, or too many tasks without time passing. */
function runsAway(step: Step, task: Task): boolean {
  if (!step.world.graph.isOnCycle(task.activity)) return false;
  step.cyclicTasks += 1;
  const rounds = task.rounds[task.activity] ?? 0;
  const { maxRounds } = step.world.graph.definition;
  const tooManyRounds = rounds >= maxRounds;
  if (!tooManyRounds && step.cyclicTasks <= cyclicTaskLimit) return false;
  failTask(step, task, {
    cause: 'runaway-loop',
    message: tooManyRounds
      ? `"${task.activity}" has been executed ${String(rounds)} times in a row (maxRounds is ${String(maxRounds)}).`
      : `${String(cyclicTaskLimit)} tasks followed each other in a loop without any time passing.`,
    hint: 'Give the loop a way out, a wait, or a larger maxRounds.',
  });
  return true;
}
