import type { ExpressionUse } from '../activity/kind.ts';
import { compileExpression } from '../expression/compileExpression.ts';
import type { CompileProblem, Expression } from '../expression/compileExpression.ts';
import { scopeNames } from '../expression/expressionScope.ts';
import type { Reference } from '../expression/syntax.ts';
import { compileTemplate } from '../expression/template.ts';
import type { Problem } from '../model/problem.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { variablesAt } from './knownVariables.ts';
import type { KnownVariables } from './knownVariables.ts';
import { didYouMean } from './nearest.ts';
import { pointerTo } from './pointer.ts';
import { isRecord } from './salvage.ts';
import type { ValidationContext } from './validationContext.ts';

interface Judging {
  readonly graph: DraftGraph;
  readonly activity: DraftActivity;
  readonly use: ExpressionUse;
  readonly variables: KnownVariables;
  readonly context: ValidationContext;
}

type Fault = Pick<Problem, 'code' | 'level' | 'message' | 'hint'>;

const unknownName = (message: string, hint: string, level: Problem['level'] = 'error'): Fault => ({
  code: 'variable-unknown',
  level,
  message,
  hint,
});

function compileUse({ source, form }: ExpressionUse): { readonly expressions: readonly Expression[] } | CompileProblem {
  if (form === 'template') {
    const compiled = compileTemplate(source);
    return compiled.ok ? { expressions: compiled.template.expressions } : compiled;
  }
  const compiled = compileExpression(source);
  return compiled.ok ? { expressions: [compiled.expression] } : compiled;
}

function notCompiled({ message, at }: CompileProblem, source: string): Fault {
  const place = at === undefined ? '' : ` at character ${at + 1}`;
  return {
    code: 'expression-invalid',
    level: 'error',
    message: `"${source.slice(0, 80)}" is no expression: ${message}${place}`,
    hint: 'Expressions are CEL: vars.recordCount > 0 && has(vars.total), now - duration("7d"), option("Name").',
  };
}

/** Names that stand first. */
function rootFault(root: string, { use }: Judging): Fault | undefined {
  if (scopeNames.has(root) || use.extraNames?.includes(root)) return undefined;
  const known = [...scopeNames.keys(), ...(use.extraNames ?? [])];
  return unknownName(`there is no name "${root}"`, didYouMean(root, known, 'Variables are written vars.name.'));
}

function variableFault(name: string, { variables }: Judging): Fault | undefined {
  if (variables.any || variables.names.has(name)) return undefined;
  const hint = didYouMean(name, [...variables.names], 'Ask with has() where it may be missing, or set it before.');
  return unknownName(`no path to here sets vars.${name}`, hint);
}

/** `instance.vars` and `instance.inputs`: the definition names them, an operator or a sender may add others. */
function instanceFault(member: string, name: string, { graph }: Judging): Fault | undefined {
  const { variables, inputs } = graph.definition;
  const properties = isRecord(inputs?.['properties']) ? inputs['properties'] : {};
  const known = Object.keys(member === 'vars' ? variables : properties);
  if (known.includes(name)) return undefined;
  const closed = member === 'inputs' && inputs?.['additionalProperties'] === false;
  const declared = member === 'vars' ? '"variables"' : '"inputs"';
  return unknownName(
    `${declared} declares no "${name}"`,
    didYouMean(name, known, `Declare it in ${declared}, or ask with has().`),
    closed ? 'error' : 'warning',
  );
}

function memberFault(root: string, member: string): Fault | undefined {
  const members = scopeNames.get(root);
  if (members === undefined || typeof members === 'string' || members.includes(member)) return undefined;
  return unknownName(`"${root}" has no "${member}"`, didYouMean(member, members, 'Leave it out.'));
}

/** Names below the first that somebody must have set. */
function setFault([root, member, name]: readonly string[], judging: Judging): Fault | undefined {
  if (root === 'vars') return member === undefined ? undefined : variableFault(member, judging);
  if (name === undefined || member === undefined) return undefined;
  if (root === 'task' && member === 'vars') return variableFault(name, judging);
  const declared = root === 'instance' && (member === 'vars' || member === 'inputs');
  return declared ? instanceFault(member, name, judging) : undefined;
}

function referenceFault({ path, asked }: Reference, judging: Judging): Fault | undefined {
  const [root = '', member] = path;
  if (judging.use.extraNames?.includes(root)) return undefined;
  const fault = rootFault(root, judging) ?? (member === undefined ? undefined : memberFault(root, member));
  return fault ?? (asked ? undefined : setFault(path, judging));
}

/** A name that is asked for somewhere with `has()` was thought of: `has(vars.a) ? vars.a : 0`. */
function askedFor(expression: Expression, { path }: Reference): boolean {
  return expression.references.some((other) => other.asked && other.path.every((part, index) => part === path[index]));
}

function useFaults(expression: Expression, judging: Judging): readonly Fault[] {
  const references = expression.references.map((reference) => ({
    ...reference,
    asked: reference.asked || askedFor(expression, reference),
  }));
  const { options } = judging.context;
  const unknownOptions = expression.options.filter(({ name }) => options !== undefined && !options.has(name));
  const unknownActivities = expression.activities.filter(({ name }) => !judging.graph.written.has(name));
  return [
    ...references.flatMap((reference) => referenceFault(reference, judging) ?? []),
    ...unknownOptions.map(({ name }) =>
      unknownName(
        `there is no option "${name}"`,
        didYouMean(name, [...(options ?? [])], "Declare it in the package's manifest."),
      ),
    ),
    ...unknownActivities.map(({ name }) =>
      unknownName(
        `there is no activity "${name}"`,
        didYouMean(name, [...judging.graph.written], 'Name an activity of this workflow.'),
      ),
    ),
  ];
}

function problemsOfUse(judging: Judging): Problem[] {
  const { activity, use } = judging;
  const compiled = compileUse(use);
  const faults =
    'expressions' in compiled
      ? compiled.expressions.flatMap((expression) => useFaults(expression, judging))
      : [notCompiled(compiled, use.source)];
  const pointer = pointerTo('activities', activity.id) + use.pointer;
  return faults.map((fault) => ({ ...fault, pointer, activity: activity.id }));
}

/** What is wrong with the expressions of a definition. */
export function expressionProblems(graph: DraftGraph, context: ValidationContext): readonly Problem[] {
  return [...graph.activities.values()].flatMap((activity) => {
    const { kind, config } = activity;
    const uses = kind && config ? (kind.expressions?.(config.value) ?? []) : [];
    if (uses.length === 0) return [];
    const variables = variablesAt(graph, activity.id);
    return uses.flatMap((use) => problemsOfUse({ graph, activity, use, variables, context }));
  });
}
