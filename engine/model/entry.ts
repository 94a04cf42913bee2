import { z } from 'zod';
import { childStatusSchema, childTermsSchema, parentSchema } from './children.ts';
import { executionSchema } from './definition.ts';
import { eventSchema } from './event.ts';
import { failureSchema } from './failure.ts';
import {
  activityIdSchema,
  eventIdSchema,
  instanceIdSchema,
  outletSchema,
  requestIdSchema,
  signalIdSchema,
  taskIdSchema,
  workflowNameSchema,
} from './ids.ts';
import { firingSchema, instanceStatusSchema, pauseCauseKindSchema, pauseCauseSchema } from './instance.ts';
import { jsonRecordSchema, jsonSchema } from './json.ts';
import { answerMarkSchema } from './question.ts';
import { severitySchema } from './severity.ts';
import { progressSchema, taskSchema, waitingForSchema } from './task.ts';

/** A journal line's weight. */
export const levelSchema = z.enum(['info', 'warning', 'error']);
export type Level = z.infer<typeof levelSchema>;

/** What every entry of a history carries: its number, its instant and, where somebody asked, who and by which request. */
const stamp = {
  seq: z.int().min(1),
  atMs: z.number(),
  by: z.string().optional(),
  request: requestIdSchema.optional(),
};

const fact = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.object({ ...stamp, type: z.literal(type), ...shape });

const signalShape = {
  task: taskIdSchema,
  activity: activityIdSchema,
  signal: signalIdSchema,
  name: z.string(),
  vars: jsonRecordSchema,
  /** It is somebody's answer to the task's question. */
  answer: answerMarkSchema.optional(),
};

const childShape = { task: taskIdSchema, activity: activityIdSchema };

/** The facts that an instance is made of; folding them in order rebuilds it (semantics.md 11). */
export const entrySchema = z.discriminatedUnion('type', [
  fact('began', {
    instance: instanceIdSchema,
    workflow: workflowNameSchema,
    version: z.int().min(1),
    severity: severitySchema,
    firing: firingSchema,
    inputs: jsonRecordSchema,
    vars: jsonRecordSchema,
    pauseCauses: z.array(pauseCauseSchema),
    parent: parentSchema.optional(),
  }),
  fact('statusChanged', {
    status: instanceStatusSchema,
    reason: z.string().optional(),
    result: jsonSchema.optional(),
    failure: failureSchema.optional(),
  }),
  fact('pauseCauseAdded', { cause: pauseCauseSchema }),
  fact('pauseCausesRemoved', { kinds: z.array(pauseCauseKindSchema) }),
  fact('versionChanged', {
    version: z.int().min(1),
    /** Tasks that were executed before, and are executed again with another configuration. */
    reconfigured: z.array(taskIdSchema).optional(),
  }),
  fact('varsChanged', { vars: jsonRecordSchema }),
  fact('executionChanged', { activity: activityIdSchema, execution: executionSchema.nullable() }),
  fact('eventCreated', { event: eventSchema }),
  fact('eventDropped', { event: eventIdSchema, reason: z.string() }),
  fact('taskCreated', { task: taskSchema, consumed: z.array(eventIdSchema) }),
  fact('taskReady', {
    task: taskIdSchema,
    activity: activityIdSchema,
    reason: z.enum(['resumed', 'again', 'retry', 'released', 'yielded', 'lost']),
  }),
  fact('taskHeld', { task: taskIdSchema, activity: activityIdSchema }),
  fact('taskStarted', { task: taskIdSchema, activity: activityIdSchema, attempt: z.int().min(1), nowMs: z.number() }),
  fact('taskProgressed', { task: taskIdSchema, activity: activityIdSchema, progress: progressSchema }),
  fact('taskWaiting', { task: taskIdSchema, activity: activityIdSchema, waitingFor: waitingForSchema }),
  fact('taskRetrying', { task: taskIdSchema, activity: activityIdSchema, dueAtMs: z.number(), failure: failureSchema }),
  fact('taskFailed', { task: taskIdSchema, activity: activityIdSchema, failure: failureSchema }),
  fact('taskEnded', {
    task: taskIdSchema,
    activity: activityIdSchema,
    status: z.enum(['done', 'failed', 'cancelled', 'skipped']),
    outlets: z.array(outletSchema),
    recordCount: z.int().min(0).optional(),
    durationMs: z.number().min(0),
    failure: failureSchema.optional(),
    reason: z.string().optional(),
    /** What an `end` gave: it becomes the instance's result, whenever that finishes. */
    result: jsonSchema.optional(),
  }),
  fact('taskLost', { task: taskIdSchema, activity: activityIdSchema, deaths: z.int().min(0) }),
  /** It came while the task could not move. */
  fact('signalKept', signalShape),
  fact('signalReceived', signalShape),
  /** A task is to have a child for each item, or goes on with those that it has on newer terms. */
  fact('childrenPlanned', { ...childShape, terms: childTermsSchema, version: z.int().min(1), total: z.int().min(0) }),
  /** A signal added so many items, or was the last one. */
  fact('childrenAdded', { ...childShape, count: z.int().min(0), closed: z.literal(true).optional() }),
  fact('childBegun', { ...childShape, item: z.int().min(0), child: instanceIdSchema, version: z.int().min(1) }),
  fact('childEnded', {
    ...childShape,
    item: z.int().min(0),
    child: instanceIdSchema,
    status: childStatusSchema,
    result: jsonSchema.optional(),
    failure: failureSchema.optional(),
  }),
  fact('journal', {
    level: levelSchema,
    /** Which sentence this is, for translation; `text` is the English one, or what a definition wrote. */
    code: z.string().optional(),
    text: z.string(),
    params: jsonRecordSchema.optional(),
    activity: activityIdSchema.optional(),
    task: taskIdSchema.optional(),
  }),
]);
export type Entry = z.infer<typeof entrySchema>;
export type EntryType = Entry['type'];
type Distribute<T> = T extends unknown ? Omit<T, 'seq' | 'atMs' | 'by' | 'request'> : never;
/** An entry before it is stamped with its number and instant. */
export type Fact = Distribute<Entry>;
