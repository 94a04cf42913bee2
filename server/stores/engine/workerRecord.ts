import type { Knex } from 'knex';
import { z } from 'zod';

/** What a worker needs of its predecessors and of web, at its beginning and end. */
export interface WorkerRecord {
  /** The worker before was ended by us: what it was executing is not blamed. */
  readonly formerWasKilled: boolean;
  drained: (nowMs: number) => Promise<void>;
  /** Whether rows wait in `sb_web_command`; those that web has performed are deleted here. */
  webCommandsWaiting: () => Promise<boolean>;
}

/** What is needed to write it. */
export interface WorkerBeginning {
  readonly knex: Knex;
  readonly inboxReader: Knex;
  readonly worker: string;
  readonly nowMs: number;
}

const idsSchema = z.array(z.string());
const numbersSchema = z.array(z.number());

/** Notes that this worker begins, and how its predecessor ended. */
export async function beginWorker({ knex, inboxReader, worker, nowMs }: WorkerBeginning): Promise<WorkerRecord> {
  const [former] = idsSchema.parse(
    await knex('sb_worker').whereNull('drained_at_ms').orderBy('started_at_ms', 'desc').limit(1).pluck('id'),
  );
  const kills =
    former === undefined
      ? []
      : idsSchema.parse(await inboxReader('sb_worker_kill').where({ worker: former }).pluck('worker'));
  await knex('sb_worker').delete();
  await knex('sb_worker').insert({ id: worker, started_at_ms: nowMs });
  return {
    formerWasKilled: kills.length > 0,
    drained: async (atMs) => {
      await knex('sb_worker').where({ id: worker }).update({ drained_at_ms: atMs });
    },
    webCommandsWaiting: async () => {
      const [performed] = numbersSchema.parse(await inboxReader('sb_web_command_performed').pluck('last_id'));
      if (performed !== undefined) await knex('sb_web_command').where('id', '<=', performed).delete();
      return numbersSchema.parse(await knex('sb_web_command').limit(1).pluck('id')).length > 0;
    },
  };
}
