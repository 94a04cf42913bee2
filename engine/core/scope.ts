import type { DecideContext } from '../activity/kind.ts';
import { evaluateSource } from '../expression/evaluate.ts';
import { renderSource } from '../expression/template.ts';
import type { ExpressionScope } from '../expression/expressionScope.ts';
import type { GraphActivity } from '../graph/compiledGraph.ts';
import type { Instance } from '../model/instance.ts';
import type { Json, Variables } from '../model/json.ts';
import type { Task } from '../model/task.ts';
import type { World } from './world.ts';

/** Expressions and templates in the scope of one task (semantics.md 6). */
export interface TaskExpressions {
  readonly nowMs: number;
  readonly evaluate: (source: string, extra?: Variables) => Json;
  readonly render: (template: string, extra?: Variables) => string;
}

/** `now` of a task's expressions: it stays what it was when the task was first executed. */
export const expressionsNowMs = (world: World, task: Task): number => task.nowMs ?? task.startedAtMs ?? world.nowMs;

/** What a task's expressions see. */
export function taskExpressions(world: World, instance: Instance, task: Task): TaskExpressions {
  const nowMs = expressionsNowMs(world, task);
  const scope: ExpressionScope = {
    nowMs,
    vars: task.vars,
    instance: {
      id: instance.id,
      inputs: { ...instance.inputs, ...world.secrets },
      vars: instance.vars,
      startedAtMs: instance.startedAtMs,
    },
    task: { id: task.id, activity: task.activity, attempt: task.attempt, vars: task.vars },
    workflow: { name: instance.workflow, vars: world.workflowVars },
    firing: instance.firing,
    option: world.option,
    active: (activity) => Object.values(instance.tasks).some((other) => other.activity === activity),
  };
  const withExtra = (extra: Variables | undefined): ExpressionScope => (extra ? { ...scope, extra } : scope);
  return {
    nowMs,
    evaluate: (source, extra) => evaluateSource(source, withExtra(extra)),
    render: (template, extra) => renderSource(template, withExtra(extra)),
  };
}

/** What a deciding or listening kind is given. */
export function decideContext(
  world: World,
  instance: Instance,
  task: Task,
  activity: GraphActivity,
): DecideContext<unknown> {
  return {
    ...taskExpressions(world, instance, task),
    config: activity.config,
    task,
    clockMs: world.nowMs,
    timeZone: activity.common.timeZone ?? world.graph.definition.timeZone,
    connected: world.graph.connected(task.activity),
  };
}
