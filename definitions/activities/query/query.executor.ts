import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun } from '../../../engine/activity/executor.ts';
import { keepRows } from '../../../engine/activity/rowSets.ts';
import { prepareQuery, type Statement } from '../../../engine/activity/sqlExecution.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { QueryConfig } from './query.kind.ts';
import type { Select } from './select.ts';
import { selectSql, selectValues, type SelectValue } from './selectSql.ts';

type Run = ExecutorRun<QueryConfig>;

const noValue = (source: string, value: Json, wanted: string): ExecutorFailure =>
  new ExecutorFailure({
    cause: 'data',
    message: `${source} gave ${JSON.stringify(value).slice(0, 200)}; ${wanted}.`,
    hint: 'Mend the expression, or ask with “empty” or “notEmpty” whether there is a value.',
  });

/** The values by their parameters; of a list each has one of its own. */
function valuesOf({ evaluate }: Run, { param, source, isList }: SelectValue): Variables {
  const value = evaluate(source);
  if (!isList) {
    // A comparison with nothing holds for no row: nobody means that.
    if (value === null || typeof value === 'object') throw noValue(source, value, 'a text or a number is compared');
    return { [param]: value };
  }
  if (!Array.isArray(value) || value.some((item) => item === null || typeof item === 'object'))
    throw noValue(source, value, 'a list of texts or numbers is asked for');
  return Object.fromEntries(value.map((item, at) => [`${param}_${String(at)}`, item]));
}

async function selected(run: Run, select: Select): Promise<Statement> {
  const { dialect } = run.services.sql;
  const wanted = selectValues(select).map((value) => ({ param: value.param, values: valuesOf(run, value) }));
  const lengths = new Map(wanted.map(({ param, values }) => [param, Object.keys(values).length]));
  const values: Variables = Object.fromEntries(wanted.flatMap((each) => Object.entries(each.values)));
  const text = selectSql(select, { dialect, lengthOf: (param) => lengths.get(param) ?? 0 });
  return prepareQuery(
    // Each parameter is its own expression here: the values are known already.
    { task: run.task, services: run.services, evaluate: (source) => values[source] ?? run.evaluate(source) },
    text,
    { tables: run.config.tables, params: Object.fromEntries(Object.keys(values).map((name) => [name, name])) },
  );
}

async function statementOf(run: Run): Promise<Statement> {
  const { sql, select } = run.config;
  return select === undefined ? prepareQuery(run, sql ?? '', run.config) : selected(run, select);
}

export const queryExecutor: Executor<QueryConfig> = {
  kind: 'query',
  execute: async (run) => keepRows(run.services, await statementOf(run)),
};
