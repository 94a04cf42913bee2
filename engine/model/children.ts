import { z } from 'zod';
import { failureSchema } from './failure.ts';
import { instanceIdSchema, taskIdSchema, workflowNameSchema } from './ids.ts';
import { jsonSchema } from './json.ts';

/** Which task of which instance began this one, and for which of its items (counted from 0). */
export const parentSchema = z.object({
  instance: instanceIdSchema,
  task: taskIdSchema,
  item: z.int().min(0),
  /** How many instances it is below the one that nobody's task began. */
  depth: z.int().min(1),
});
export type Parent = z.infer<typeof parentSchema>;

/** On which terms a task has children: of which workflow, how many at a time, how many results are enough. */
export const childTermsSchema = z.object({
  workflow: workflowNameSchema,
  concurrency: z.int().min(1),
  enough: z.int().min(1).optional(),
  /** The signal that adds items. */
  more: z.string().optional(),
  /** There is one child, for no item. */
  single: z.literal(true).optional(),
});
export type ChildTerms = z.infer<typeof childTermsSchema>;

/**
 * The children of a task: counters and what they gave. The items themselves are kept outside of the instance, so that it
 * does not grow with them.
 */
export const childrenSchema = z.object({
  terms: childTermsSchema,
  /** The version of the parent whose configuration they follow. */
  version: z.int().min(1),
  total: z.int().min(0),
  /** A signal may still add items. */
  open: z.literal(true).optional(),
  /** The first item that never had a child. */
  next: z.int().min(0),
  /** Items whose child failed or was stopped: another one begins when the task is executed again. */
  again: z.array(z.int().min(0)),
  /** The children that have not ended, by item. */
  live: z.record(z.string(), instanceIdSchema),
  results: z.array(z.object({ item: z.int().min(0), result: jsonSchema })),
  /** What the results take, written as JSON. */
  bytes: z.int().min(0),
  /** Why the task fails as soon as its instance runs. */
  failure: failureSchema.optional(),
});
export type Children = z.infer<typeof childrenSchema>;

/** How a child can end. */
export const childStatusSchema = z.enum(['finished', 'failed', 'stopped']);
export type ChildStatus = z.infer<typeof childStatusSchema>;
