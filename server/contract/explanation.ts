import { z } from 'zod';

/** What clears a cause: a request that can be asked, or where to look. */
export const clearingSchema = z.discriminatedUnion('does', [
  /** `POST /api/instances/{id}/resume` */
  z.object({ does: z.literal('resume'), instance: z.string() }),
  /** `POST /api/workflows/{name}/resume` */
  z.object({ does: z.literal('resumeWorkflow'), workflow: z.string() }),
  /** `POST /api/workflows/{name}/publish` */
  z.object({ does: z.literal('publish'), workflow: z.string() }),
  /** `POST /api/workflows/{name}/start` */
  z.object({ does: z.literal('startWorkflow'), workflow: z.string() }),
  /** `POST /api/workflows/{name}/release` */
  z.object({ does: z.literal('releaseSchedule'), workflow: z.string() }),
  /** `POST /api/workflows/{name}/instances` */
  z.object({ does: z.literal('begin'), workflow: z.string() }),
  /** `POST /api/instances/{id}/run-now` with the task. */
  z.object({ does: z.literal('runNow'), instance: z.string(), task: z.string() }),
  /** `POST /api/tasks/{id}/answer` */
  z.object({ does: z.literal('answer'), task: z.string() }),
  /** `POST /api/signals/{name}`, to this instance where one is named. */
  z.object({
    does: z.literal('signal'),
    name: z.string(),
    key: z.string().nullable(),
    instance: z.string().nullable(),
  }),
  /** `POST /api/instances/{id}/kill` */
  z.object({ does: z.literal('kill'), instance: z.string() }),
  /** `POST /api/instances/{id}/restart` */
  z.object({ does: z.literal('restart'), instance: z.string() }),
  /** The cause lies in another instance. */
  z.object({ does: z.literal('open'), instance: z.string() }),
  /** A process is to be started by whoever runs the server. */
  z.object({ does: z.literal('startWorker') }),
]);
export type Clearing = z.infer<typeof clearingSchema>;

export const causeCodeSchema = z.enum([
  'finished',
  'stopped',
  'failed',
  'worker-gone',
  'worker-busy',
  'stopping',
  'draining',
  'paused',
  'paused-by-workflow',
  'paused-by-parent',
  'paused-by-error',
  'paused-by-quota',
  'task-failed',
  'held',
  'due',
  'signal',
  'question',
  'children',
  'more-items',
  'retry',
  'mutex',
  'queued',
  'executing',
  'join',
  'not-published',
  'not-started',
  'workflow-paused',
  'schedule-held',
  'unfinished',
  'firing-skipped',
  'next-firing',
  'schedule-over',
  'entry-signal',
  'by-hand',
]);
export type CauseCode = z.infer<typeof causeCodeSchema>;

/** Why an instance, or a task of it, does not go on, or why a workflow begins none. */
export const causeSchema = z.object({
  code: causeCodeSchema,
  /** The cause in a sentence. */
  text: z.string(),
  activity: z.string().nullable(),
  task: z.string().nullable(),
  since: z.string().nullable(),
  /** When it clears by itself, at the latest. */
  until: z.string().nullable(),
  by: z.string().nullable(),
  /** Absent where time, or what runs, clears it. */
  clearing: clearingSchema.nullable(),
});
export type Cause = z.infer<typeof causeSchema>;

/** `GET /api/instances/{id}/explain`, `GET /api/workflows/{name}/explain`: what holds it most comes first. */
export const explanationSchema = z.object({
  /** Whether something of it is being executed; of a workflow, whether an instance of it is unfinished and moves. */
  moves: z.boolean(),
  causes: z.array(causeSchema),
});
export type Explanation = z.infer<typeof explanationSchema>;
