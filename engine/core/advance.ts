import { invariant } from '../invariant.ts';
import type { Entry } from '../model/entry.ts';
import type { Instance } from '../model/instance.ts';
import { beginStep } from './begin.ts';
import { renewClocks } from './clocks.ts';
import type { Command } from './command.ts';
import { control } from './control.ts';
import { openDraft } from './evolve.ts';
import { holdTask } from './holding.ts';
import type { Begin, Input, Report } from './input.ts';
import { refuseTooLarge } from './limits.ts';
import type { Rejection } from './rejection.ts';
import { report } from './reports.ts';
import { settle } from './settle.ts';
import { Step } from './step.ts';
import type { World } from './world.ts';

/** What a step changes: the next instance, the facts for its history, and what the shell shall do. */
export interface Advanced {
  readonly status: 'advanced';
  readonly instance: Instance;
  readonly entries: readonly Entry[];
  readonly commands: readonly Command[];
}

/** The answer of the core: a step, or a typed refusal that changes nothing. */
export type Advance = Advanced | { readonly status: 'rejected'; readonly rejection: Rejection };

/**
 * Decides what an input makes of an instance: pure, so that a decision can be tested, replayed and shown
 * (architecture.md, The idea). `instance` is absent only for `begin`.
 */
export function advance(world: World, instance: Instance | undefined, input: Input): Advance {
  const tooLarge = refuseTooLarge(instance, input);
  if (tooLarge) return { status: 'rejected', rejection: tooLarge };
  if (input.type === 'begin') return finish(beginStep(world, input));
  invariant(instance, `only "begin" begins an instance, not "${input.type}"`);
  const moving = input.type === 'resume' && input.version !== undefined && input.version !== instance.version;
  const step = new Step(world, openDraft(instance), input);
  const rejection = isReport(input) ? report(step, input) : control(step, input);
  if (rejection) return { status: 'rejected', rejection };
  return saysOnly(input)
    ? advancedBy(step)
    : finish(moving && world.newerGraph ? onNewVersion(step, world.newerGraph) : step);
}

/**
 * Lets a report happen right after a step that nobody has kept yet: the two are one step, for which no other copy of the
 * instance is made. What was refused leaves the first as it was.
 */
export function advanceFurther(world: World, first: Advanced, input: Report): Advance {
  const step = new Step(world, first.instance, {}, first);
  step.commands.push(...first.commands);
  const rejection = report(step, input);
  return rejection ? { status: 'rejected', rejection } : finish(step);
}

/** What only says something decides nothing: it needs no definition. */
const saysOnly = ({ type }: Input): boolean => type === 'note' || type === 'acknowledge' || type === 'handOver';

const reports: ReadonlySet<string> = new Set<Report['type']>([
  'startTask',
  'placeAwaited',
  'roundEnded',
  'taskYielded',
  'taskDone',
  'taskFailed',
  'workerLost',
  'timer',
  'signal',
  'childBegun',
  'childRefused',
  'childEnded',
]);

const isReport = (input: Exclude<Input, Begin>): input is Report & Input => reports.has(input.type);

/** The rest of a migrating step is decided by the version that the instance is on now. */
function onNewVersion(step: Step, graph: World['graph']): Step {
  const moved = new Step({ ...step.world, graph }, step.draft, step.asked, step);
  moved.commands.push(...step.commands);
  moved.agenda.push(...step.agenda);
  for (const task of moved.liveTasks()) {
    const isNew = moved.execution(task.activity) === 'hold' && step.execution(task.activity) !== 'hold';
    if (isNew && task.status === 'pending') holdTask(moved, task);
    renewClocks(moved, task);
  }
  return moved;
}

function finish(step: Step): Advanced {
  settle(step);
  return advancedBy(step);
}

const advancedBy = ({ draft, entries, commands }: Step): Advanced => ({
  status: 'advanced',
  instance: draft,
  entries,
  commands,
});
