import type { Knex } from 'knex';
import { z } from 'zod';
import { sessionSetup } from '../../database/connect.ts';
import { keepClient, type KeptClient } from '../../database/postgresClient.ts';
import type { DefinitionSql } from './postgresSession.ts';

/** What a task that is performed outside of steps stands on, on PostgreSQL. */
export interface OutsideGround {
  /** The engine's own connections. */
  readonly knex: Knex;
  readonly definitionSql: DefinitionSql;
  readonly signal: AbortSignal | undefined;
}

const pidSchema = z.object({ rows: z.tuple([z.object({ pid: z.number() })]) });

/**
 * Lends a task a connection of its own: what it sets there stays until its end and is gone for the next one. When the
 * task is given up, the server is told to end the statement.
 */
export async function withOutsideClient<Result>(
  { knex, definitionSql: { outside, role }, signal }: OutsideGround,
  work: (client: KeptClient) => Promise<Result>,
): Promise<Result> {
  const state: { pid?: number; cancelling?: Promise<unknown> } = {};
  const kept = keepClient(outside, async (client) => {
    await client.query(sessionSetup({ data: { role } }));
    state.pid = pidSchema.parse(await client.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
  });
  const cancel = (): void => {
    if (state.pid !== undefined)
      state.cancelling = knex.raw('SELECT pg_cancel_backend(?)', [state.pid]).then(undefined, () => undefined);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await work(kept);
  } finally {
    signal?.removeEventListener('abort', cancel);
    await afterCancelling(kept, state.cancelling);
    await kept.giveBack();
  }
}

/** A cancellation that comes late must not meet the next task's statement. */
async function afterCancelling(kept: KeptClient, cancelling: Promise<unknown> | undefined): Promise<void> {
  if (!cancelling) return;
  await cancelling;
  await kept.use((client) => client.query('SELECT 1')).catch(() => undefined);
}
