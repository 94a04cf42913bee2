import { z } from 'zod';
import { childrenSchema } from './children.ts';
import { roundsSchema } from './event.ts';
import { failureSchema } from './failure.ts';
import { activityIdSchema, signalIdSchema, taskIdSchema } from './ids.ts';
import { jsonRecordSchema } from './json.ts';
import { answerMarkSchema, questionSchema } from './question.ts';
import { workTablesSchema } from './workTable.ts';

/** The states of a task (semantics.md 4). */
export const taskStatusSchema = z.enum([
  'pending',
  'running',
  'waiting',
  'retrying',
  'held',
  'done',
  'failed',
  'cancelled',
  'skipped',
]);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

/** What a waiting task waits for; each timer of a task has a name. */
export const waitingForSchema = z.object({
  dueAtMs: z.number().optional(),
  signal: z.object({ name: z.string(), key: z.string().optional() }).optional(),
  /** What it asks people. */
  question: questionSchema.optional(),
});
export type WaitingFor = z.infer<typeof waitingForSchema>;

/** How far a repeated task has come: rounds committed and rows touched in all of them. */
export const progressSchema = z.object({
  rounds: z.int().min(0),
  rows: z.int().min(0),
  /** How many rows there were to do in all, where the task could tell. */
  total: z.int().min(0).optional(),
});
export type Progress = z.infer<typeof progressSchema>;

/** A live task: what ended lives in the history alone. A failed task lives while its instance can execute it again. */
export const taskSchema = z.object({
  id: taskIdSchema,
  activity: activityIdSchema,
  status: taskStatusSchema,
  /** The variables of the consumed events, merged. */
  vars: jsonRecordSchema,
  rounds: roundsSchema,
  /** Inbound work tables by their names: the activity that made them. */
  workTables: workTablesSchema,
  createdAtMs: z.number(),
  /** When it was created, in the time of its instance, where that has stood still before. */
  livesFromMs: z.number().optional(),
  /** Since when its `timeout` counts, in the time of its instance, where that is not since `startedAtMs`. */
  timedFromMs: z.number().optional(),
  /** `now` of its expressions: fixed when it is first executed, kept over attempts and rounds. */
  nowMs: z.number().optional(),
  startedAtMs: z.number().optional(),
  attempt: z.int().min(0),
  /** How often a worker died while it executed this task. */
  deaths: z.int().min(0),
  progress: progressSchema.optional(),
  waitingFor: waitingForSchema.optional(),
  /** Signals that came while it could not move: it gets them as soon as it can. */
  keptSignals: z
    .array(
      z.object({
        id: signalIdSchema,
        name: z.string(),
        vars: jsonRecordSchema,
        answer: answerMarkSchema.optional(),
      }),
    )
    .optional(),
  /** Who has answered its question. */
  answeredBy: z.array(z.string()).optional(),
  failure: failureSchema.optional(),
  /** How often its configuration has changed since it was first executed. */
  reconfigured: z.int().min(1).optional(),
  /** How many branches it gathered, where not all were waited for. */
  gathered: z.int().min(1).optional(),
  /** The instances that it began and waits for. */
  children: childrenSchema.optional(),
});
export type Task = z.infer<typeof taskSchema>;
