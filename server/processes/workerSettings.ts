import { z } from 'zod';

/** What web tells the worker that it forks. */
export const workerSettingsSchema = z.object({
  worker: z.string(),
  engineFile: z.string(),
  inboxFile: z.string(),
  frozenAtMs: z.number().optional(),
  logLevel: z.string(),
});
export type WorkerSettings = z.infer<typeof workerSettingsSchema>;
