import { z } from 'zod';
import { categorySchema } from '../../engine/model/definition.ts';
import { durationSchema } from '../../engine/model/duration.ts';
import { instanceStatusSchema } from '../../engine/model/instance.ts';
import { taskStatusSchema } from '../../engine/model/task.ts';
import { isTimeZone } from '../../engine/time/zone.ts';
import { listOf, pageQuerySchema } from './lists.ts';

/** The zone whose days and hours are meant. */
export const zoneQuerySchema = z.string().max(64).refine(isTimeZone, 'a time zone reads Europe/Paris or UTC');

/** Which runs are counted. */
const heatFilterShape = {
  workflow: z.string().max(200).optional(),
  category: categorySchema.optional(),
  /** The kind of an activity: then only the time counts in which one of this kind was at work. */
  kind: z.string().max(100).optional(),
  /** Only instances that took this long, or have run for so long. */
  minDuration: durationSchema.optional(),
};
export const heatFilterSchema = z.object(heatFilterShape);
export type HeatFilter = z.infer<typeof heatFilterSchema>;

/** `GET /api/heatmap?day=2026-01-31` */
export const heatMapQuerySchema = z.object({
  day: z.iso.date(),
  zone: zoneQuerySchema.default('UTC'),
  ...heatFilterShape,
});
export type HeatMapQuery = z.infer<typeof heatMapQuerySchema>;

/** Where the clocks of a zone change. */
export const clockChangeSchema = z.object({
  /** The first instant at which they show the new time. */
  at: z.string(),
  /** By how much they are put forward; less than nothing: back. */
  byMinutes: z.int(),
});
export type ClockChange = z.infer<typeof clockChangeSchema>;

export const heatCellSchema = z.object({
  startsAt: z.string(),
  /** At which minute of its hour it begins, by the clocks. */
  minute: z.int().min(0).max(59),
  /** How many workflows ran in it, and how many instances of them; where a kind is asked for, tasks. */
  workflows: z.int().min(0),
  runs: z.int().min(0),
});
export type HeatCell = z.infer<typeof heatCellSchema>;

export const heatRowSchema = z.object({
  startsAt: z.string(),
  /** The hour that the clocks show; where they are put back it comes twice, with another offset. */
  hour: z.int().min(0).max(23),
  /** How far the clocks are ahead of UTC: `+01:00`. */
  offset: z.string(),
  cells: z.array(heatCellSchema),
});
export type HeatRow = z.infer<typeof heatRowSchema>;

/** How many workflows ran together, in each five minutes of a day. */
export const heatMapSchema = z.object({
  day: z.string(),
  timeZone: z.string(),
  from: z.string(),
  to: z.string(),
  /** When it was counted: what lies after it is still to come. */
  asOf: z.string(),
  change: clockChangeSchema.nullable(),
  /** The most workflows in one cell. */
  most: z.int().min(0),
  /** Hours: 24, but where the clocks change. */
  rows: z.array(heatRowSchema),
});
export type HeatMap = z.infer<typeof heatMapSchema>;

/** `GET /api/heatmap/cell?at=`: an instant of the cell, which begins at each five minutes. */
export const heatCellQuerySchema = pageQuerySchema.extend({
  at: z.iso.datetime({ offset: true }),
  ...heatFilterShape,
});
export type HeatCellQuery = z.infer<typeof heatCellQuerySchema>;

export const heatTaskSchema = z.object({
  id: z.string(),
  activity: z.string(),
  status: taskStatusSchema,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
});

export const heatRunSchema = z.object({
  id: z.string(),
  workflow: z.string(),
  status: instanceStatusSchema,
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** What was at work of it in the cell, the first ones of very many. */
  tasks: z.array(heatTaskSchema),
  taskTotal: z.int().min(0),
});
export type HeatRun = z.infer<typeof heatRunSchema>;

/** What ran in a cell: how many instances by workflow, and the instances page by page, by workflow and start. */
export const heatCellContentSchema = listOf(heatRunSchema).extend({
  startsAt: z.string(),
  endsAt: z.string(),
  workflows: z.array(z.object({ workflow: z.string(), instances: z.int().min(1) })),
});
export type HeatCellContent = z.infer<typeof heatCellContentSchema>;
