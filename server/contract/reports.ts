import { z } from 'zod';
import { localizedSchema } from '../../engine/model/definition.ts';

const described = { name: z.string(), package: z.string(), label: localizedSchema, description: localizedSchema };

/** `GET /api/reports`: of the packages that are installed. */
export const reportListSchema = z.object({ items: z.array(z.object(described)) });
export type ReportList = z.infer<typeof reportListSchema>;

const chartSchema = z.object({
  name: z.string(),
  label: localizedSchema,
  category: localizedSchema,
  measures: z.array(localizedSchema),
  /** Absent: nothing was computed yet, or it cannot be read now. */
  rows: z.array(z.object({ category: z.string(), values: z.array(z.number()) })).nullable(),
});
export type ReportChart = z.infer<typeof chartSchema>;

/** `GET /api/reports/{name}` */
export const reportSchema = z.object({ ...described, charts: z.array(chartSchema) });
export type Report = z.infer<typeof reportSchema>;
