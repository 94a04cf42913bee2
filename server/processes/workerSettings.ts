import { z } from 'zod';

/** On which database a worker stands; the address of a server, with its password, comes by the environment. */
const workerDatabaseSchema = z.discriminatedUnion('dialect', [
  z.object({ dialect: z.literal('sqlite'), engineFile: z.string(), inboxFile: z.string() }),
  z.object({ dialect: z.literal('postgres') }),
]);
export type WorkerDatabase = z.infer<typeof workerDatabaseSchema>;

/** What web tells the worker that it forks. */
export const workerSettingsSchema = z.object({
  worker: z.string(),
  database: workerDatabaseSchema,
  frozenAtMs: z.number().optional(),
  logLevel: z.string(),
});
export type WorkerSettings = z.infer<typeof workerSettingsSchema>;
