import { sqlTexts } from '../../engine/activity/sqlFields.ts';
import { evaluateSource } from '../../engine/expression/evaluate.ts';
import { ExpressionFailure } from '../../engine/expression/expressionFailure.ts';
import type { ExpressionScope } from '../../engine/expression/expressionScope.ts';
import { invariant } from '../../engine/invariant.ts';
import type { Instance } from '../../engine/model/instance.ts';
import type { Variables } from '../../engine/model/json.ts';
import { splitStatements } from '../../engine/sql/splitStatements.ts';
import { sqlParameters, sqlPlaceholders } from '../../engine/sql/sqlNames.ts';
import { sqlProblems } from '../../engine/sql/sqlProblems.ts';
import { isSignificant } from '../../engine/sql/tokens.ts';
import type {
  EvaluateBody,
  Evaluated,
  SqlAnswer,
  SqlBody,
  SqlOrder,
  SqlPlan,
  SqlPreview,
} from '../contract/designing.ts';
import type { FieldError } from '../contract/problemDetails.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { invalid, notFound, RequestError, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

/** So many at a time: each is a process with a connection. */
const atOnce = 4;
const historyPage = 1_000;

const fault = (pointer: string, message: string, hint: string): FieldError => ({ pointer, message, hint });

const givesRows: readonly string[] = ['', 'SELECT', 'WITH', 'VALUES', 'TABLE'];
const writes: readonly string[] = ['INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'MERGE'];

function firstWord(sql: string): string {
  const first = splitStatements(sql)[0]?.tokens.find((token) => isSignificant(token) && token.text !== '(');
  return first?.text.toUpperCase() ?? '';
}

/** After EXPLAIN, ANALYZE (also within brackets) would have the statement executed. */
function planFaults(sql: string): FieldError[] {
  const word = firstWord(sql);
  if ([...givesRows, ...writes].includes(word)) return [];
  return [
    fault('/sql', `${word} cannot be explained.`, 'Begin with a query, or with INSERT, UPDATE, DELETE or MERGE.'),
  ];
}

function rowsFaults(sql: string): FieldError[] {
  const word = firstWord(sql);
  if (givesRows.includes(word)) return [];
  return [
    fault('/sql', `${word} gives no rows.`, 'A preview begins with SELECT or WITH; what writes can be explained.'),
  ];
}

/** What definition SQL must not do it does not do here either (semantics.md 6). */
function sqlFaults(sql: string, params: Variables, wants: SqlOrder['wants']): FieldError[] {
  const forbidden = sqlProblems(sql, { transaction: true }).map(({ message, hint }) => fault('/sql', message, hint));
  const tables = sqlPlaceholders(sql).map(({ text }) =>
    fault(
      '/sql',
      `{${text}} has no table here.`,
      'Work tables get their names when a task runs: write a table in its place.',
    ),
  );
  const missing = sqlParameters(sql)
    .filter((name) => !Object.hasOwn(params, name))
    .map((name) => fault(`/params/${name}`, `:${name} has no value.`, 'Give its value in "params".'));
  const several = splitStatements(sql).length > 1;
  const single = several ? [fault('/sql', 'One statement is expected here.', 'Try them one after the other.')] : [];
  return [...forbidden, ...tables, ...missing, ...single, ...(wants === 'rows' ? rowsFaults(sql) : planFaults(sql))];
}

function orderOf({ engine }: Resources, { connection, sql, params }: SqlBody, wants: SqlOrder['wants']): SqlOrder {
  if (connection !== 'engine') throw notFound('connection', connection);
  const text = sqlTexts(sql)[engine.dialect];
  if (text === undefined)
    throw invalid([fault('/sql', `There is no SQL for ${engine.dialect}.`, 'Write the text for this database.')]);
  const faults = sqlFaults(text, params, wants);
  if (faults.length > 0) throw invalid(faults);
  return { wants, sql: text, params };
}

/** What a task got when it was created, as the history of its instance has it. */
async function varsOfTask({ engine }: Resources, { id }: Instance, task: string): Promise<Variables> {
  for (let after = 0; ;) {
    const entries = await engine.history(id, after, historyPage);
    for (const entry of entries) if (entry.type === 'taskCreated' && entry.task.id === task) return entry.task.vars;
    const last = entries.at(-1);
    if (!last || entries.length < historyPage) throw notFound('task', task);
    after = last.seq;
  }
}

async function stateOf({ engine }: Resources, id: string): Promise<Instance> {
  const found = await engine.instance(id);
  if (!found) throw notFound('instance', id);
  return found.state;
}

/** Secrets are not among what is kept of an instance: a mask stands in the place of each. */
async function scopeOf(resources: Resources, body: EvaluateBody): Promise<ExpressionScope> {
  const state = body.instance === undefined ? undefined : await stateOf(resources, body.instance);
  const got = state && body.task !== undefined ? await varsOfTask(resources, state, body.task) : {};
  const vars = { ...got, ...body.vars };
  return {
    nowMs: resources.clock.nowMs(),
    vars,
    instance: {
      inputs: { ...state?.inputs, ...body.inputs },
      vars: { ...state?.vars, ...body.instanceVars },
      ...(state && { id: state.id, startedAtMs: state.startedAtMs }),
    },
    ...(body.task !== undefined && { task: { id: body.task, vars } }),
    workflow: { vars: {}, ...(state && { name: state.workflow }) },
    ...(state && { firing: state.firing }),
    option: (name) => (Object.hasOwn(body.options, name) ? body.options[name] : undefined),
    active: (activity) => Object.values(state?.tasks ?? {}).some((task) => task.activity === activity),
  };
}

async function evaluate(resources: Resources, body: EvaluateBody): Promise<Evaluated> {
  const scope = await scopeOf(resources, body);
  try {
    return { value: evaluateSource(body.expression, scope) };
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    throw invalid([fault('/expression', error.message, 'Mend the expression, or give the variables that it reads.')]);
  }
}

/** Trying out what a definition is made of, before it is one; for whoever may change definitions. */
export function createDesigningOperations(resources: Resources) {
  const asking = { count: 0 };
  const ask = async (actor: Actor, body: SqlBody, wants: SqlOrder['wants']): Promise<SqlAnswer> => {
    requireRight(actor, 'modify');
    const order = orderOf(resources, body, wants);
    if (!resources.askSql) throw new RequestError('unavailable', 'This server does not try SQL.');
    if (asking.count >= atOnce) throw stateConflict('busy', `${atOnce} statements are tried already.`);
    asking.count += 1;
    try {
      const answer = await resources.askSql(order);
      if (answer.ended === 'refused')
        throw invalid([fault('/sql', answer.message, answer.hint ?? 'Mend the statement.')]);
      return answer;
    } finally {
      asking.count -= 1;
    }
  };
  return {
    preview: async (actor: Actor, body: SqlBody): Promise<SqlPreview> => {
      const answer = await ask(actor, body, 'rows');
      invariant(answer.ended === 'rows', 'a preview is answered with rows');
      return answer.preview;
    },
    explain: async (actor: Actor, body: SqlBody): Promise<SqlPlan> => {
      const answer = await ask(actor, body, 'plan');
      invariant(answer.ended === 'plan', 'an explanation is answered with a plan');
      return answer.plan;
    },
    evaluate: (actor: Actor, body: EvaluateBody): Promise<Evaluated> => {
      requireRight(actor, 'modify');
      return evaluate(resources, body);
    },
  };
}
