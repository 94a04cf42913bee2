import type { SqlSession } from '../../../engine/activity/executor.ts';
import type { ExpressionUse } from '../../../engine/activity/kind.ts';
import type { Condition, Select } from './select.ts';

type Dialect = SqlSession['dialect'];
type Compared = Extract<Condition, { readonly value: string }>;

/** A value of a condition: the parameter that it is bound by, and where its expression stands. */
export interface SelectValue extends ExpressionUse {
  readonly param: string;
  readonly isList: boolean;
}

/** How a query is written: for a database, with the number of values of each list. */
interface Writing {
  readonly dialect: Dialect;
  readonly lengthOf: (param: string) => number;
}

const isCompared = (condition: Condition): condition is Compared => 'value' in condition;
const isList = ({ is }: Compared): boolean => is === 'in' || is === 'notIn';

/** Each value once, in the order of the conditions; the place makes the parameter's name. */
function placed(condition: Condition, pointer: string): readonly (readonly [Compared, string])[] {
  if ('not' in condition) return placed(condition.not, `${pointer}/not`);
  if ('all' in condition) return condition.all.flatMap((inner, at) => placed(inner, `${pointer}/all/${String(at)}`));
  if ('any' in condition) return condition.any.flatMap((inner, at) => placed(inner, `${pointer}/any/${String(at)}`));
  return isCompared(condition) ? [[condition, pointer]] : [];
}

const paramAt = (pointer: string): string => pointer.slice('/select/'.length).replaceAll('/', '_');

/** The expressions of a query's conditions. */
export function selectValues({ where }: Select): readonly SelectValue[] {
  if (where === undefined) return [];
  return placed(where, '/select/where').map(([condition, pointer]) => ({
    pointer: `${pointer}/value`,
    source: condition.value,
    param: paramAt(pointer),
    isList: isList(condition),
  }));
}

// The names were checked by the schema: letters, digits and _.
const quoted = (reference: string): string =>
  reference
    .split('.')
    .map((name) => `"${name}"`)
    .join('.');
const source = (table: string): string => (table.startsWith('{') ? table : `"${table}"`);

const operators = {
  equal: '=',
  notEqual: '<>',
  less: '<',
  lessOrEqual: '<=',
  greater: '>',
  greaterOrEqual: '>=',
} as const;
const isOperator = (is: string): is is keyof typeof operators => Object.hasOwn(operators, is);

function compared({ column, is }: Compared, param: string, { dialect, lengthOf }: Writing): string {
  const name = quoted(column);
  if (isOperator(is)) return `${name} ${operators[is]} :${param}`;
  const text = `CAST(${name} AS TEXT)`;
  const part = `CAST(:${param} AS TEXT)`;
  if (is === 'startsWith') return `substr(${text}, 1, length(${part})) = ${part}`;
  if (is === 'contains') return `${dialect === 'sqlite' ? 'instr' : 'strpos'}(${text}, ${part}) > 0`;
  const values = Array.from({ length: lengthOf(param) }, (_, at) => `:${param}_${String(at)}`);
  // Nothing is among none; SQL has no empty list.
  if (values.length === 0) return is === 'in' ? '1 = 0' : '1 = 1';
  return `${name} ${is === 'in' ? 'IN' : 'NOT IN'} (${values.join(', ')})`;
}

const isNot = {
  sqlite: { sameAs: 'IS', notSameAs: 'IS NOT' },
  postgres: { sameAs: 'IS NOT DISTINCT FROM', notSameAs: 'IS DISTINCT FROM' },
};

function written(condition: Condition, pointer: string, writing: Writing): string {
  const several = (name: 'all' | 'any', inner: readonly Condition[], word: string): string =>
    `(${inner.map((each, at) => written(each, `${pointer}/${name}/${String(at)}`, writing)).join(` ${word} `)})`;
  if ('all' in condition) return several('all', condition.all, 'AND');
  if ('any' in condition) return several('any', condition.any, 'OR');
  if ('not' in condition) return `NOT (${written(condition.not, `${pointer}/not`, writing)})`;
  if (isCompared(condition)) return compared(condition, paramAt(pointer), writing);
  if ('other' in condition)
    return `${quoted(condition.column)} ${isNot[writing.dialect][condition.is]} ${quoted(condition.other)}`;
  return `${quoted(condition.column)} IS ${condition.is === 'empty' ? '' : 'NOT '}NULL`;
}

function shown(columns: Select['columns']): string {
  if (columns === undefined) return '*';
  const values = Object.entries(columns).map(([name, column]) => {
    if (typeof column === 'string') return `${quoted(column)} AS "${name}"`;
    const of = column.column === undefined ? '*' : quoted(column.column);
    const call = column.aggregate === 'countDistinct' ? `count(DISTINCT ${of})` : `${column.aggregate}(${of})`;
    return `${call} AS "${name}"`;
  });
  return values.join(', ');
}

/** Writes a query for a database; values are parameters, those of a list one each. */
export function selectSql(select: Select, writing: Writing): string {
  const { from, as, joins, where, groupBy, orderBy, limit } = select;
  const on = (pairs: Readonly<Record<string, string>>): string =>
    Object.entries(pairs)
      .map(([one, other]) => `${quoted(one)} = ${quoted(other)}`)
      .join(' AND ');
  // What is empty comes first in both databases, as the smallest.
  const orders = orderBy.map(
    ({ by, descending }) => `${quoted(by)} ${descending ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}`,
  );
  return [
    `SELECT ${shown(select.columns)} FROM ${source(from)}${as === undefined ? '' : ` AS "${as}"`}`,
    ...joins.map(
      (join) => `${join.optional ? 'LEFT JOIN' : 'JOIN'} ${source(join.table)} AS "${join.as}" ON ${on(join.on)}`,
    ),
    ...(where === undefined ? [] : [`WHERE ${written(where, '/select/where', writing)}`]),
    ...(groupBy.length === 0 ? [] : [`GROUP BY ${groupBy.map(quoted).join(', ')}`]),
    ...(orders.length === 0 ? [] : [`ORDER BY ${orders.join(', ')}`]),
    ...(limit === undefined ? [] : [`LIMIT ${String(limit)}`]),
  ].join(' ');
}

/** Columns that stand neither in an aggregate nor among those that rows are grouped by. */
export function ungrouped({ columns = {}, groupBy }: Select): readonly string[] {
  const values = Object.entries(columns);
  const aggregates = values.some(([, column]) => typeof column !== 'string');
  if (!aggregates && groupBy.length === 0) return [];
  return values.flatMap(([name, column]) => (typeof column === 'string' && !groupBy.includes(column) ? [name] : []));
}
