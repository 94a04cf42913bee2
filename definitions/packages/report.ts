import { z } from 'zod';
import { sqlTextSchema } from '../../engine/activity/sqlFields.ts';
import { localizedSchema } from '../../engine/model/definition.ts';
import { namePattern } from '../../engine/model/ids.ts';

const nameSchema = z.string().regex(namePattern, 'a name starts with a letter and holds letters, digits and _');

/** A column of a chart's query, with what people call it. */
const columnSchema = z.strictObject({ column: nameSchema, label: localizedSchema });

/** A chart: a row for each category, a bar for each measure of it. */
const chartSchema = z.strictObject({
  name: nameSchema,
  label: localizedSchema,
  category: columnSchema,
  measures: z.array(columnSchema).min(1).max(4),
  /** Fifty rows at most are shown, in the order in which the query gives them. */
  sql: sqlTextSchema,
});

/** `reports/NAME.json` of a package: what its workflows have computed, in charts. */
export const reportSchema = z.strictObject({
  name: nameSchema,
  label: localizedSchema,
  description: localizedSchema,
  charts: z.array(chartSchema).min(1),
});
export type Report = z.infer<typeof reportSchema>;
