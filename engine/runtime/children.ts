import type { Control, Input } from '../core/input.ts';
import { taskExpressions } from '../core/scope.ts';
import { ExpressionFailure } from '../expression/expressionFailure.ts';
import type { CompiledGraph } from '../graph/compiledGraph.ts';
import { tellFaults } from '../graph/inputsSchema.ts';
import { invariant } from '../invariant.ts';
import type { Children, Parent } from '../model/children.ts';
import type { Failure } from '../model/failure.ts';
import type { InstanceId, WorkflowName } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Json, Variables } from '../model/json.ts';
import { isTooLarge } from '../model/jsonSize.ts';
import { secretsWithin } from '../model/secrets.ts';
import type { Task } from '../model/task.ts';
import { DefinitionUnusable } from '../ports/definitions.ts';
import type { ChildMatter, DueChild } from '../ports/engineStore.ts';
import { beginInstance } from './beginning.ts';
import { LeftOutMeanwhile } from './leftOut.ts';
import type { Runtime } from './runtime.ts';
import { secretsFor } from './secrets.ts';
import { inUnit, type Unit } from './unit.ts';
import { graphOf, worldOf } from './worldFacts.ts';

/** How deep instances may begin instances: definitions that call each other in a circle are refused, but not for ever. */
const deepest = 50;

/** Does what is due about one child, in a transaction of its own. */
export const takeChild = (runtime: Runtime, due: DueChild): Promise<void> =>
  inUnit(runtime, (unit) => {
    switch (due.matter) {
      case 'begin':
        return begin(unit, due);
      case 'ended':
        return tellEnd(unit, due);
      default:
        return control(unit, due, controls[due.matter]);
    }
  });

/** The instance that cannot go on where the program cannot do what is due. */
export const concernedBy = ({ matter, instance, child }: DueChild): InstanceId =>
  matter === 'begin' || matter === 'ended' ? instance : (child ?? instance);

const controls: Readonly<Record<Exclude<ChildMatter, 'begin' | 'ended'>, Control>> = {
  pause: { type: 'pause', cause: 'parent', reason: 'The parent is paused.' },
  resume: { type: 'liftPause', cause: 'parent' },
  stop: { type: 'stop' },
  kill: { type: 'kill', reason: 'Its parent was stopped unconditionally.' },
};

/** One that has ended meanwhile, or is paused already, refuses: that is as good. What it does may be due next. */
async function control(unit: Unit, due: DueChild, asked: Control): Promise<void> {
  await unit.tx.children.done(due);
  if (due.child === undefined) return;
  const refusal = await unit.advanceById(due.child, { ...asked, by: `instance:${due.instance}` });
  // It hears of it when it can be used again.
  if (refusal && unit.runtime.leftOut?.hasInstance(due.child)) throw new LeftOutMeanwhile(refusal.message);
}

/** Its parent takes what the child gave; what failed may begin again, where somebody still waits. */
async function tellEnd(unit: Unit, due: DueChild): Promise<void> {
  const { tx, runtime } = unit;
  const child = due.child === undefined ? undefined : await tx.instance(due.child);
  invariant(child, `the child of ${due.task} is there`);
  const refusal = await unit.advanceById(due.instance, endOf(child, due));
  // As above: what the child gave is not lost.
  if (refusal && runtime.leftOut?.hasInstance(due.instance)) throw new LeftOutMeanwhile(refusal.message);
  const parent = refusal ? undefined : await tx.instance(due.instance);
  const mayBeginAgain = parent?.tasks[due.task]?.children?.again.includes(due.item);
  await (mayBeginAgain ? tx.children.free(due) : tx.children.drop(due));
}

function endOf({ id, status, result, failure }: Instance, { task, item }: DueChild): Input {
  invariant(status === 'finished' || status === 'failed' || status === 'stopped', `${id} has ended`);
  return {
    type: 'childEnded',
    ...{ task, item, child: id, status },
    ...(result !== undefined && { result }),
    ...(failure && { failure }),
  };
}

/** Begins the child and lets the parent know, or tells it why that cannot be: once, because both are one transaction. */
async function begin(unit: Unit, due: DueChild): Promise<void> {
  const { tx, runtime } = unit;
  const parent = await tx.instance(due.instance);
  if (parent && parent.status !== 'running') return;
  const task = parent?.tasks[due.task];
  if (!parent || !task?.children) return tx.children.drop(due);
  const version = await runtime.definitions.newestVersion(task.children.terms.workflow);
  const beginning = { unit, parent, task, children: task.children, version };
  const made = await inputFor(beginning, due);
  await tx.children.done(due);
  if ('inputs' in made) return beginChild(beginning, due, made.inputs);
  await unit.advance(parent, { type: 'childRefused', task: task.id, item: due.item, failure: made.failure });
}

async function beginChild(
  { unit, parent, children, version }: Beginning,
  due: DueChild,
  inputs: Variables,
): Promise<void> {
  const { tx, runtime } = unit;
  const { task, item } = due;
  const child = runtime.ids.instance();
  const refusal = await unit.advance(parent, { type: 'childBegun', task, item, child, version });
  if (refusal) return;
  await tx.children.begun(due, child);
  const { secrets = {} } = await secretsFor(tx, parent.id, parent.inputs);
  const refused = await beginInstance(unit, {
    instance: child,
    workflow: children.terms.workflow,
    version,
    reason: 'parent',
    dueAtMs: runtime.clock.nowMs(),
    inputs,
    secrets: secretsWithin(inputs, secrets),
    parent: linkTo(parent, due),
    by: `instance:${parent.id}`,
  });
  invariant(!refused, `what was looked at begins: ${refused?.message ?? ''}`);
}

const depthOf = ({ parent }: Instance): number => parent?.depth ?? 0;

const linkTo = (parent: Instance, { task, item }: DueChild): Parent => ({
  instance: parent.id,
  task,
  item,
  depth: depthOf(parent) + 1,
});

interface Beginning {
  readonly unit: Unit;
  readonly parent: Instance;
  readonly task: Task;
  readonly children: Children;
  /** The newest version of the child's workflow. */
  readonly version: number;
}

type Made = { readonly inputs: Variables } | { readonly failure: Failure };

const failed = (cause: Failure['cause'], message: string, hint: string): Made => ({
  failure: { cause, message, hint },
});

async function inputFor(beginning: Beginning, due: DueChild): Promise<Made> {
  const { unit, parent, children, version } = beginning;
  const { workflow } = children.terms;
  if (version === 0)
    return failed('config', `"${workflow}" has no published version.`, 'Publish it, or name another workflow.');
  if (depthOf(parent) >= deepest)
    return failed('config', `Instances began instances ${String(deepest)} deep.`, 'See which workflow begins itself.');
  const graph = await childGraph(unit, workflow, version);
  if (graph instanceof DefinitionUnusable)
    return failed('config', graph.message, 'Publish a version that can be used, and run the activity again.');
  const { definition } = graph;
  const given = await evaluated(beginning, due);
  return 'failure' in given ? given : fitting(workflow, definition.inputs, given.inputs);
}

async function childGraph(
  { runtime }: Unit,
  workflow: WorkflowName,
  version: number,
): Promise<CompiledGraph | DefinitionUnusable> {
  try {
    return await graphOf(runtime, workflow, version);
  } catch (error) {
    if (error instanceof DefinitionUnusable) return error;
    throw error;
  }
}

/** All that does not fit is said at once. */
function fitting(workflow: string, schema: Variables | undefined, inputs: Variables): Made {
  const large = isTooLarge(inputs) ? ['they are more than 1 MB'] : [];
  const told = schema === undefined ? [] : tellFaults(schema, inputs);
  const all = [...large, ...told];
  if (all.length === 0) return { inputs };
  return failed(
    'data',
    `The inputs do not fit "${workflow}": ${all.join('; ')}.`,
    `Compare "input" with the inputs of "${workflow}".`,
  );
}

/** The expressions of the version that the children follow, in the scope of the task. */
async function evaluated({ unit, parent, task, children }: Beginning, due: DueChild): Promise<Made> {
  const { runtime, tx } = unit;
  const value = children.terms.single ? null : await tx.children.value(due);
  if (value === undefined)
    return failed(
      'data',
      `The item ${String(due.item)} is not there.`,
      'Run the activity again from the one before it.',
    );
  const world = await worldOf(runtime, tx, { ...parent, version: children.version });
  const { evaluate } = taskExpressions(world, parent, task);
  const extra = { item: value, index: due.item };
  return inputOf(world.graph, task, (source) => evaluate(source, extra));
}

function inputOf({ activities }: CompiledGraph, { activity: id }: Task, evaluate: (source: string) => Json): Made {
  const activity = activities.get(id);
  const behaviour = activity?.kind.behaviour;
  invariant(activity && behaviour?.does === 'delegate', `"${id}" begins instances`);
  try {
    return { inputs: behaviour.input(activity.config, evaluate) };
  } catch (error) {
    if (error instanceof ExpressionFailure) return { failure: error.failure };
    throw error;
  }
}
