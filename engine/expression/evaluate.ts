import type { Json, Variables } from '../model/json.ts';
import { hostName } from './celEnvironment.ts';
import { fromCel, toCel } from './celValue.ts';
import type { CelValue } from './celValue.ts';
import { celFault, compileExpression } from './compileExpression.ts';
import type { Expression } from './compileExpression.ts';
import { ExpressionFailure } from './expressionFailure.ts';
import type { ExpressionScope } from './expressionScope.ts';
import { Host } from './host.ts';
import { EvaluationTooLong, Meter } from './meter.ts';

type Path = readonly string[];
type Members = Readonly<Record<string, Json | Date | undefined>>;

/** Converts of a value only what the paths read: variables may be a megabyte, an expression reads a member or two. */
function select(value: Json | Date, paths: readonly Path[]): CelValue {
  if (value instanceof Date) return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return toCel(value);
  if (paths.some((path) => path.length === 0)) return toCel(value);
  return selectMembers(value, paths);
}

function selectMembers(members: Members, paths: readonly Path[]): CelValue {
  const selected = new Map<string, CelValue>();
  for (const name of new Set(paths.map((path) => path[0] ?? ''))) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (member !== undefined) selected.set(name, select(member, tailsOf(name, paths)));
  }
  return selected;
}

function tailsOf(name: string, paths: readonly Path[]): Path[] {
  return paths.filter((path) => path[0] === name).map((path) => path.slice(1));
}

const instant = (milliseconds: number | undefined): Date | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds);

/** The members of the names that are not free (scopeNames), unconverted. */
function membersOf(root: string, scope: ExpressionScope): Members | undefined {
  const { instance, task, workflow, firing } = scope;
  switch (root) {
    case 'vars':
      return scope.vars;
    case 'instance':
      return {
        id: instance.id,
        inputs: instance.inputs,
        vars: instance.vars,
        startedAt: instant(instance.startedAtMs),
      };
    case 'task':
      return { id: task?.id, activity: task?.activity, attempt: task?.attempt, vars: task?.vars ?? {} };
    case 'workflow':
      return { name: workflow.name, vars: workflow.vars };
    case 'firing':
      return { dueAt: instant(firing?.dueAtMs), startedAt: instant(firing?.startedAtMs), reason: firing?.reason };
    default:
      return undefined;
  }
}

/** A path that ends at the name itself reads all its members. */
function rootValue(members: Members, paths: readonly Path[]): CelValue {
  const whole = paths.some((path) => path.length === 0);
  return selectMembers(
    members,
    whole ? [...paths.filter((path) => path.length > 0), ...Object.keys(members).map((name) => [name])] : paths,
  );
}

function contextOf(expression: Expression, scope: ExpressionScope): Record<string, CelValue> {
  const context: Record<string, CelValue> = { now: new Date(scope.nowMs) };
  const paths = expression.references.map((reference) => reference.path);
  for (const root of new Set(paths.map((path) => path[0] ?? ''))) {
    const tails = tailsOf(root, paths);
    const extra = scope.extra && Object.hasOwn(scope.extra, root) ? scope.extra[root] : undefined;
    const members = extra === undefined ? membersOf(root, scope) : undefined;
    if (extra !== undefined) context[root] = select(extra, tails);
    else if (members) context[root] = rootValue(members, tails);
  }
  return context;
}

/**
 * Evaluates an expression in a scope. Timestamps leave as ISO UTC text with milliseconds, durations as `604800s`.
 * @throws ExpressionFailure and nothing else.
 */
export function evaluate(expression: Expression, scope: ExpressionScope): Json {
  const meter = new Meter();
  try {
    const context = contextOf(expression, scope);
    context[hostName] = new Host(scope, meter);
    const value: CelValue = expression.parsed(context);
    if (meter.exhausted) throw new EvaluationTooLong();
    return fromCel(value);
  } catch (error) {
    if (error instanceof ExpressionFailure) throw error;
    const fault = meter.exhausted ? { message: new EvaluationTooLong().message } : celFault(error);
    throw new ExpressionFailure({ source: expression.source, ...fault }, { cause: error });
  }
}

/**
 * Compiles and evaluates a source. One that does not compile is a fault of the definition, not of the data.
 * @throws ExpressionFailure and nothing else.
 */
export function evaluateSource(source: string, scope: ExpressionScope): Json {
  const compiled = compileExpression(source);
  if (compiled.ok) return evaluate(compiled.expression, scope);
  const { message, at } = compiled;
  throw new ExpressionFailure({ source, message, failure: 'config', ...(at === undefined ? {} : { at }) });
}

/**
 * Evaluates a condition.
 * @throws ExpressionFailure, also where the result is neither true nor false.
 */
export function evaluateCondition(source: string, scope: ExpressionScope): boolean {
  const value = evaluateSource(source, scope);
  if (typeof value === 'boolean') return value;
  throw new ExpressionFailure({
    source,
    message: `a condition gives true or false, this gave ${JSON.stringify(value).slice(0, 100)}`,
  });
}

/** Evaluates named expressions, as `params` hold them. */
export function evaluateAll(sources: Readonly<Record<string, string>>, scope: ExpressionScope): Variables {
  return Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, evaluateSource(source, scope)]));
}
