import { z } from 'zod';

const opaque = z.string().min(1).max(200);

/**
 * `[A-Za-z][A-Za-z0-9_]*`, at most 64 characters (definition-format.md); but for the names that every object has, since
 * instances and views keep tasks, rounds and counts in objects by these names.
 */
export const namePattern =
  /^(?!(?:constructor|hasOwnProperty|isPrototypeOf|propertyIsEnumerable|toLocaleString|toString|valueOf)$)[A-Za-z][A-Za-z0-9_]{0,63}$/;
const name = z.string().regex(namePattern, 'a name starts with a letter and holds letters, digits and _ (64 at most)');

/** The name of a workflow, unique and stable: it is in addresses and stored rows. */
export const workflowNameSchema = name.brand<'WorkflowName'>();
export type WorkflowName = z.infer<typeof workflowNameSchema>;

/** An activity of a definition. */
export const activityIdSchema = name.brand<'ActivityId'>();
export type ActivityId = z.infer<typeof activityIdSchema>;

/** A named way out of an activity. */
export const outletSchema = name.brand<'Outlet'>();
export type Outlet = z.infer<typeof outletSchema>;

/** One run of one version of a workflow. */
export const instanceIdSchema = opaque.brand<'InstanceId'>();
export type InstanceId = z.infer<typeof instanceIdSchema>;

/** One execution of an activity: `<instance>.t<n>`, so the core can number them without chance. */
export const taskIdSchema = opaque.brand<'TaskId'>();
export type TaskId = z.infer<typeof taskIdSchema>;

/** One passing of a transition: `<instance>.e<n>`. */
export const eventIdSchema = opaque.brand<'EventId'>();
export type EventId = z.infer<typeof eventIdSchema>;

/** The id of a task, by its number in its instance; it is not parsed, since steps make many. */
export function taskIdOf(instance: InstanceId, number: number): TaskId {
  // What is made of an id is one.
  return `${instance}.t${String(number)}` as TaskId;
}

/** The id of an event, as `taskIdOf`. */
export function eventIdOf(instance: InstanceId, number: number): EventId {
  // As above.
  return `${instance}.e${String(number)}` as EventId;
}

/** What an operator or program asked. */
export const requestIdSchema = opaque.brand<'RequestId'>();
export type RequestId = z.infer<typeof requestIdSchema>;

/** A received signal; its sender may choose it, which makes it idempotent. */
export const signalIdSchema = opaque.brand<'SignalId'>();
export type SignalId = z.infer<typeof signalIdSchema>;

/** The name of an operator (or of a workflow's instance acting as one). */
export const operatorNameSchema = z.string().min(1).max(128).brand<'OperatorName'>();
export type OperatorName = z.infer<typeof operatorNameSchema>;

/** The outlet that is meant where none is named. */
export const defaultOutlet = outletSchema.parse('default');

/** The outlet that a failure takes when it is connected. */
export const errorOutlet = outletSchema.parse('error');
