import { z } from 'zod';
import type { Entry } from '../../engine/model/entry.ts';
import { failureSchema } from '../../engine/model/failure.ts';
import { instanceStatusSchema, pauseCauseSchema } from '../../engine/model/instance.ts';
import { severitySchema } from '../../engine/model/severity.ts';
import { progressSchema, taskStatusSchema } from '../../engine/model/task.ts';

/** What the canvas shows of one activity: how its tasks stand, and what the last one did. */
export const activityViewSchema = z.object({
  /** Tasks by status; what ended counts too. */
  counts: z.partialRecord(taskStatusSchema, z.int().min(0)),
  /** The status that is drawn: the liveliest of its tasks. */
  status: taskStatusSchema.optional(),
  lastTask: z.string().optional(),
  startedAtMs: z.number().optional(),
  durationMs: z.number().optional(),
  recordCount: z.int().optional(),
  progress: progressSchema.optional(),
  failure: failureSchema.optional(),
  dueAtMs: z.number().optional(),
});
export type ActivityView = z.infer<typeof activityViewSchema>;

/** What the canvas shows of one transition, keyed `from:outlet:to`. */
export const transitionViewSchema = z.object({
  count: z.int().min(0),
  recordCount: z.int().optional(),
  atMs: z.number(),
});
export type TransitionView = z.infer<typeof transitionViewSchema>;

/** An instance as it is watched: folded from its history, the same on the server and in the browser. */
export const instanceViewSchema = z.object({
  instance: z.string(),
  workflow: z.string(),
  version: z.int().min(1),
  severity: severitySchema,
  /** The instance whose task began it. */
  parent: z.string().optional(),
  status: instanceStatusSchema,
  pauseCauses: z.array(pauseCauseSchema),
  startedAtMs: z.number(),
  endedAtMs: z.number().optional(),
  failure: failureSchema.optional(),
  activities: z.record(z.string(), activityViewSchema),
  transitions: z.record(z.string(), transitionViewSchema),
  /** Live tasks: status and activity by id. */
  tasks: z.record(
    z.string(),
    z.object({
      activity: z.string(),
      status: taskStatusSchema,
      /** It waits for an instant and for nobody's answer, so that it can be run now. */
      waitsForTime: z.literal(true).optional(),
    }),
  ),
  seq: z.int().min(0),
});
export type InstanceView = z.infer<typeof instanceViewSchema>;

/** The key of a transition in `InstanceView.transitions`. */
export const transitionKey = (from: string, outlet: string, to: string): string => `${from}:${outlet}:${to}`;

/** A fold's step: the view after an entry. */
export type ApplyEntry = (view: InstanceView | undefined, entry: Entry) => InstanceView;
