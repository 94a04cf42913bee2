import type { Knex } from 'knex';
import { z } from 'zod';
import type { WorkerStatements } from '../processes/supervisorOptions.ts';

/** How a worker's connections are called at the server: by that, web finds what it is executing. */
export const workerApplication = (worker: string): string => `signalbox ${worker}`;

const countSchema = z.object({ rows: z.tuple([z.object({ found: z.number() })]) });

async function count(knex: Knex, sql: string, values: readonly (string | number)[]): Promise<number> {
  const answer: unknown = await knex.raw(sql, [...values]);
  return countSchema.parse(answer).rows[0].found;
}

const ofThisDatabase = 'FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

/** Ends connections, and waits until the server has let them go: what they held is free then. */
async function endBackends(knex: Knex, pattern: string): Promise<void> {
  const sql = `SELECT count(pg_terminate_backend(pid, 5000))::int AS found ${ofThisDatabase} AND application_name LIKE ?`;
  await count(knex, sql, [pattern]);
}

/**
 * A worker that has died leaves a statement going on at the server until it ends; its transaction would roll back then,
 * and hold its rows until then.
 */
export const endWorkers = (knex: Knex): Promise<void> => endBackends(knex, workerApplication(String.raw`w\_%`));

/** What web can do about the statements of its worker. */
export function statementsOf(knex: Knex): WorkerStatements {
  return {
    cancel: async (worker, olderThanMs) => {
      const found = await count(
        knex,
        `SELECT count(CASE WHEN state = 'active' THEN pg_cancel_backend(pid) ELSE false END)::int AS found ${ofThisDatabase}
          AND application_name = ? AND state <> 'idle' AND xact_start < now() - ? * interval '1 millisecond'`,
        [workerApplication(worker), olderThanMs],
      );
      return found > 0;
    },
    end: (worker) => endBackends(knex, workerApplication(worker).replaceAll('_', String.raw`\_`)),
  };
}
