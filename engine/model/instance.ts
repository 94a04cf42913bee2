import { z } from 'zod';
import { parentSchema } from './children.ts';
import { eventSchema, roundsSchema } from './event.ts';
import { executionSchema } from './definition.ts';
import { failureSchema } from './failure.ts';
import { activityIdSchema, eventIdSchema, instanceIdSchema, taskIdSchema, workflowNameSchema } from './ids.ts';
import { jsonRecordSchema, jsonSchema } from './json.ts';
import { severitySchema } from './severity.ts';
import { taskSchema } from './task.ts';

/** The states of an instance (semantics.md 3). */
export const instanceStatusSchema = z.enum([
  'running',
  'pausing',
  'paused',
  'stopping',
  'stopped',
  'finished',
  'failed',
]);
export type InstanceStatus = z.infer<typeof instanceStatusSchema>;

/** Which kind of pause holds an instance; it moves only when none is left. */
export const pauseCauseKindSchema = z.enum(['own', 'workflow', 'parent', 'error', 'quota']);
export type PauseCauseKind = z.infer<typeof pauseCauseKindSchema>;

/** A reason why an instance is paused: who, why, until when. */
export const pauseCauseSchema = z.object({
  kind: pauseCauseKindSchema,
  by: z.string(),
  reason: z.string().optional(),
  sinceMs: z.number(),
  untilMs: z.number().optional(),
});
export type PauseCause = z.infer<typeof pauseCauseSchema>;

/** The moment that began an instance: a scheduler's, a signal's, an operator's or its parent's. */
export const firingSchema = z.object({
  reason: z.enum(['schedule', 'signal', 'request', 'start', 'backfill', 'parent']),
  activity: activityIdSchema.optional(),
  dueAtMs: z.number(),
  startedAtMs: z.number(),
  /** The task of an earlier instance with whose stored events this one began, at `activity`. */
  origin: z.object({ instance: instanceIdSchema, task: taskIdSchema }).optional(),
});
export type Firing = z.infer<typeof firingSchema>;

/** One run of one version of a workflow: exactly what folding its history gives (semantics.md 11). */
export const instanceSchema = z.object({
  id: instanceIdSchema,
  workflow: workflowNameSchema,
  version: z.int().min(1),
  severity: severitySchema,
  /** The task that began it, where it is a child. */
  parent: parentSchema.optional(),
  status: instanceStatusSchema,
  pauseCauses: z.array(pauseCauseSchema),
  firing: firingSchema,
  inputs: jsonRecordSchema,
  vars: jsonRecordSchema,
  tasks: z.record(taskIdSchema, taskSchema),
  /** Unconsumed events: they wait at a join. */
  events: z.record(eventIdSchema, eventSchema),
  /** Holds and breakpoints set on this instance alone. */
  executions: z.record(activityIdSchema, executionSchema),
  /** How many rounds are closed of each activity that did not wait for all branches: later events are dropped. */
  closedRounds: roundsSchema.optional(),
  /** A failure was ignored in it: it is no clean run. */
  ignoredFailure: z.literal(true).optional(),
  startedAtMs: z.number(),
  /** Since when it is paused, or was the last time, and how long it was in all the pauses before. */
  quietAtMs: z.number().optional(),
  stoodMs: z.number().optional(),
  endedAtMs: z.number().optional(),
  result: jsonSchema.optional(),
  failure: failureSchema.optional(),
  /** The last task or event number given out, and the last history entry. */
  lastNumber: z.int().min(0),
  seq: z.int().min(0),
});
export type Instance = z.infer<typeof instanceSchema>;
