import { measureColumns, type Cube, type Measure } from '../../../engine/activity/cube.ts';
import type { SqlSession } from '../../../engine/activity/executor.ts';
import { misconfigured } from '../../../engine/activity/sqlExecution.ts';
import { sqlTexts, type SqlText } from '../../../engine/activity/sqlFields.ts';

/** A cube in the words of one database; names are quoted. */
export interface CubeSql {
  readonly groups: string;
  readonly keys: string;
  readonly mark: string;
  /** The rows that count, each with its group, key, change and the values of dimensions and measures. */
  readonly facts: string;
  /** Dimensions and measures of the facts `given`, a row a group. */
  readonly summed: string;
  readonly groupBy: string;
  readonly columns: string;
  /** A cube that is declared otherwise than its tables were made has another one. */
  readonly shape: string;
}

function textOf(text: SqlText, { dialect }: SqlSession): string {
  const found = sqlTexts(text)[dialect];
  if (found !== undefined) return found;
  throw misconfigured(`A value of the cube has no SQL for ${dialect}.`, 'Add it to the declaration of the cube.');
}

/** Length before text: no two lists of values have the same name, and what is empty has one too. */
const groupName = (values: readonly string[]): string =>
  values
    .map((value) => `coalesce(length(CAST(${value} AS TEXT)) || ':' || CAST(${value} AS TEXT), '-')`)
    .join(` || '|' || `);

function measured({ of }: Measure, value: string): readonly string[] {
  if (of === 'count') return ['count(*)'];
  if (of === 'avg') return [`sum(${value})`, `count(${value})`];
  return [of === 'distinct' ? `count(DISTINCT ${value})` : `${of}(${value})`];
}

function dimensionsOf({ dimensions }: Cube, sql: SqlSession) {
  return dimensions.map(({ name, value }, at) => ({
    column: sql.quote(name),
    given: `cube_dimension_${String(at)}`,
    value: `(${value === undefined ? sql.quote(name) : textOf(value, sql)})`,
  }));
}

function measuresOf({ measures }: Cube, sql: SqlSession) {
  return measures.map((measure, at) => ({
    measure,
    columns: measureColumns(measure).map(sql.quote),
    given: `cube_value_${String(at)}`,
    value: measure.value === undefined ? '1' : `(${textOf(measure.value, sql)})`,
  }));
}

/** Writes the SQL of a cube; whatever it names was checked when its package was read. */
export function cubeSql(cube: Cube, sql: SqlSession): CubeSql {
  const { quote } = sql;
  const dimensions = dimensionsOf(cube, sql);
  const measures = measuresOf(cube, sql);
  const selected = [
    ...(cube.key === undefined ? [] : [`${quote(cube.key)} AS cube_key`]),
    ...(cube.changedSince === undefined ? [] : [`${quote(cube.changedSince.column)} AS cube_changed`]),
    `${groupName(dimensions.map(({ value }) => value))} AS cube_group`,
    ...[...dimensions, ...measures].map(({ given, value }) => `${value} AS ${given}`),
  ];
  const where = cube.where === undefined ? '' : ` WHERE (${textOf(cube.where, sql)})`;
  const facts = `SELECT ${selected.join(', ')} FROM ${quote(cube.fact)}${where}`;
  const summed = [
    'given.cube_group',
    ...dimensions.map(({ column, given }) => `given.${given} AS ${column}`),
    ...measures.flatMap(({ columns, given, measure }) =>
      measured(measure, `given.${given}`).map((value, at) => `${value} AS ${columns[at] ?? ''}`),
    ),
  ];
  const columns = [...dimensions.map(({ column }) => column), ...measures.flatMap((measure) => measure.columns)];
  return {
    groups: quote(cube.table),
    keys: quote(`${cube.table}_keys`),
    mark: quote(`${cube.table}_mark`),
    facts,
    summed: summed.join(', '),
    groupBy: ['given.cube_group', ...dimensions.map(({ given }) => `given.${given}`)].join(', '),
    columns: ['cube_group', ...columns].join(', '),
    shape: JSON.stringify([facts, summed]),
  };
}
