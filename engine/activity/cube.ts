import { z } from 'zod';
import { localizedSchema } from '../model/definition.ts';
import { namePattern } from '../model/ids.ts';
import { forbiddenName } from '../sql/forbiddenNames.ts';
import { fragmentProblems } from '../sql/fragmentProblems.ts';
import { columnSchema } from './columnFields.ts';
import { sqlTexts, sqlTextSchema } from './sqlFields.ts';

/** A value in SQL on the columns of the fact table, checked when the package is read. */
const valueSchema = sqlTextSchema.check(({ value, issues }) => {
  for (const text of Object.values(sqlTexts(value)))
    for (const { message } of fragmentProblems(text)) issues.push({ code: 'custom', input: value, message });
});

const tableSchema = columnSchema.refine((name) => !forbiddenName(name), 'this table is not for packages');

/** Names that the tables of a cube have for themselves. */
const ownColumns: ReadonlySet<string> = new Set(['cube_key', 'cube_group', 'cube_changed']);

const dimensionSchema = z.strictObject({
  name: columnSchema,
  label: localizedSchema.optional(),
  /** Default: the column of its own name. */
  value: valueSchema.optional(),
});

const measureSchema = z
  .strictObject({
    name: columnSchema,
    label: localizedSchema.optional(),
    /** `avg` is kept as `<name>_sum` and `<name>_count`, which add up; `distinct` is exact in its group and adds up to nothing. */
    of: z.enum(['count', 'sum', 'min', 'max', 'avg', 'distinct']),
    value: valueSchema.optional(),
  })
  .refine(({ of, value }) => of === 'count' || value !== undefined, { path: ['value'], message: 'say of what' });
export type Measure = z.infer<typeof measureSchema>;

const changedSinceSchema = z.strictObject({
  /** A column that grows whenever a row is inserted or changed. */
  column: columnSchema,
  type: z.enum(['instant', 'number']).default('instant'),
  /** How much later than its instant (or how many numbers behind) a change may become visible. */
  lateBy: z.number().min(0).default(600),
});

/** The columns of a measure in the cube's table. */
export const measureColumns = ({ name, of }: Pick<Measure, 'name' | 'of'>): readonly string[] =>
  of === 'avg' ? [`${name}_sum`, `${name}_count`] : [name];

/** Rows of a fact table summed up by dimensions: declared by a package, kept by `updateAggregate`. */
export const cubeSchema = z
  .strictObject({
    name: z.string().regex(namePattern, 'a name starts with a letter and holds letters, digits and _ (64 at most)'),
    label: localizedSchema,
    description: localizedSchema.optional(),
    /** Where the groups are kept; `<table>_keys` and `<table>_mark` stand beside it. */
    table: tableSchema.max(50),
    fact: tableSchema,
    /** Which rows of the fact table count. */
    where: valueSchema.optional(),
    dimensions: z.array(dimensionSchema).min(1),
    measures: z.array(measureSchema).min(1),
    /** The fact table's key, and the column by which changes are found: both are needed for `partial`. */
    key: columnSchema.optional(),
    changedSince: changedSinceSchema.optional(),
  })
  .check(({ value: { dimensions, measures }, issues }) => {
    const columns = [...dimensions.map(({ name }) => name), ...measures.flatMap(measureColumns)];
    const lower = columns.map((name) => name.toLowerCase());
    const fault = lower.find((name, at) => ownColumns.has(name) || lower.indexOf(name) !== at);
    if (fault !== undefined)
      issues.push({ code: 'custom', input: fault, message: `${fault}: give each column a name of its own` });
  });
export type Cube = z.infer<typeof cubeSchema>;
export type Cubes = ReadonlyMap<string, Cube>;
