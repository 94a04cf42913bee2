import { z } from 'zod';
import { categorySchema, localizedSchema } from '../../engine/model/definition.ts';
import { severitySchema } from '../../engine/model/severity.ts';
import { causeSchema } from './explanation.ts';
import { clockChangeSchema, zoneQuerySchema } from './heatMap.ts';
import { listOf, pageQuerySchema } from './lists.ts';
import { workflowStatusSchema } from './workflows.ts';

/** A scheduler of a workflow's newest version. */
export const scheduleSchema = z.object({
  workflow: z.string(),
  label: localizedSchema,
  category: categorySchema,
  severity: severitySchema,
  activity: z.string(),
  activityLabel: localizedSchema.nullable(),
  /** When it fires, in words, by the clocks of its own zone. */
  rhythm: z.string(),
  timeZone: z.string(),
  status: workflowStatusSchema,
  held: z.boolean(),
  /** Null: it does not fire, for the first of the causes. */
  nextAt: z.string().nullable(),
  /** Why it begins nothing now, or when it will: what holds it most comes first. */
  causes: z.array(causeSchema),
});
export type ScheduleView = z.infer<typeof scheduleSchema>;

/** `GET /api/schedules`: by workflow. */
export const scheduleListSchema = listOf(scheduleSchema);
export const scheduleQuerySchema = pageQuerySchema.extend({
  workflow: z.string().max(200).optional(),
  activity: z.string().max(200).optional(),
  /** `resting`: what does not fire, because it is held, paused, not started, or over. */
  state: z.enum(['firing', 'resting']).optional(),
});
export type ScheduleQuery = z.infer<typeof scheduleQuerySchema>;

/** Firings of one schedule on one day: one, or so many that they are told together. */
export const agendaEntrySchema = z.object({
  workflow: z.string(),
  activity: z.string(),
  firstAt: z.string(),
  lastAt: z.string(),
  /** How many; at least so many where `more`. */
  count: z.int().min(1),
  more: z.boolean(),
});
export type AgendaEntry = z.infer<typeof agendaEntrySchema>;

export const agendaDaySchema = z.object({
  day: z.string(),
  from: z.string(),
  to: z.string(),
  change: clockChangeSchema.nullable(),
  /** By the time of the first. */
  entries: z.array(agendaEntrySchema),
});
export type AgendaDay = z.infer<typeof agendaDaySchema>;

/** `GET /api/agenda?from=2026-01-31`: what will fire, day by day. */
export const agendaSchema = z.object({ timeZone: z.string(), asOf: z.string(), days: z.array(agendaDaySchema) });
export type Agenda = z.infer<typeof agendaSchema>;
export const agendaQuerySchema = z.object({
  /** The first day; today, unless it is named. */
  from: z.iso.date().optional(),
  days: z.coerce.number().int().min(1).max(14).default(7),
  zone: zoneQuerySchema.default('UTC'),
});
export type AgendaQuery = z.infer<typeof agendaQuerySchema>;
