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
  /** How many tasks are performed outside at the same time. */
  concurrency: z.int(),
  httpHosts: z.string().default(''),
  /** How many rows an instance may keep in work tables at a time; 0: as many as there are. */
  workRows: z.int().min(0).default(0),
  /** The folder of the files that definitions may reach. */
  files: z.string(),
  /** The address that people reach the installation by. */
  publicUrl: z.string().default('http://localhost:8080'),
  mailFrom: z.string().default('signalbox@localhost'),
});
export type WorkerSettings = z.infer<typeof workerSettingsSchema>;
