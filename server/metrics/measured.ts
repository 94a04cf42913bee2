import { z } from 'zod';
import { failureCauseSchema } from '../../engine/model/failure.ts';
import { instanceStatusSchema } from '../../engine/model/instance.ts';
import { severitySchema } from '../../engine/model/severity.ts';

/** Upper bounds of the buckets that durations of tasks are counted in: from a statement to a day of waiting. */
export const durationBoundsSeconds = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400] as const;

const count = z.int().min(1);

/** What steps have done since a worker told of them last. */
export const measuredSchema = z.object({
  begun: z.array(z.object({ severity: severitySchema, count })),
  ended: z.array(z.object({ status: instanceStatusSchema, severity: severitySchema, count })),
  firings: z.array(z.object({ status: z.enum(['begun', 'skipped', 'missed', 'replaced']), count })),
  failures: z.array(z.object({ kind: z.string(), cause: failureCauseSchema, count })),
  tasks: z.array(
    z.object({
      kind: z.string(),
      status: z.enum(['done', 'failed', 'cancelled', 'skipped']),
      seconds: z.number().min(0),
      /** How many in each bucket alone; the last one is of what took longer than every bound. */
      buckets: z.array(z.int().min(0)).length(durationBoundsSeconds.length + 1),
    }),
  ),
});
export type Measured = z.infer<typeof measuredSchema>;
export type MeasuredTasks = Measured['tasks'][number];

/** The bucket of a duration. */
export function bucketOf(seconds: number): number {
  const found = durationBoundsSeconds.findIndex((bound) => seconds <= bound);
  return found === -1 ? durationBoundsSeconds.length : found;
}
