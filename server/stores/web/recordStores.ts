import type { Knex } from 'knex';
import { jsonSchema } from '../../../engine/model/json.ts';
import type { IdempotencyStore } from '../../operations/ports/idempotency.ts';
import type { WebCommandStore, WorkerKillStore } from '../../operations/ports/inbox.ts';

interface IdempotencyRow {
  operator: string;
  key: string;
  method_path: string;
  body_hash: string;
  status: number;
  answer: string;
  created_at: string;
}

export function createIdempotencyStore(knex: Knex): IdempotencyStore {
  const answers = () => knex<IdempotencyRow>('sb_idempotency');
  return {
    find: async (operator, key) => {
      const row = await answers().where({ operator, key }).first();
      return (
        row && {
          operator,
          key,
          methodPath: row.method_path,
          bodyHash: row.body_hash,
          status: row.status,
          answer: jsonSchema.parse(JSON.parse(row.answer)),
          createdAt: row.created_at,
        }
      );
    },
    put: async ({ operator, key, methodPath, bodyHash, status, answer, createdAt }) => {
      const row = { operator, key, method_path: methodPath, body_hash: bodyHash, status, created_at: createdAt };
      await answers()
        .insert({ ...row, answer: JSON.stringify(answer) })
        .onConflict(['operator', 'key'])
        .merge();
    },
    remove: async (operator, key) => {
      await answers().where({ operator, key }).delete();
    },
    purge: async (before) => answers().where('created_at', '<', before).delete(),
  };
}

export function createWebCommandStore(knex: Knex): WebCommandStore {
  const performed = () => knex<{ source: string; last_id: number }>('sb_web_command_performed');
  const source = 'worker';
  return {
    lastPerformed: async () => (await performed().where({ source }).first())?.last_id ?? 0,
    setLastPerformed: async (id) => {
      await performed().insert({ source, last_id: id }).onConflict('source').merge();
    },
  };
}

export const createWorkerKillStore = (knex: Knex): WorkerKillStore => ({
  purge: async (before) => knex('sb_worker_kill').where('at', '<', before).delete(),
});
