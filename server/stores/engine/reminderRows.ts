import type { Knex } from 'knex';
import { z } from 'zod';
import type { Command } from '../../../engine/core/command.ts';
import { instanceIdSchema, type InstanceId } from '../../../engine/model/ids.ts';
import type { EngineStore, EngineTransaction } from '../../../engine/ports/engineStore.ts';
import { putMail } from './mailRows.ts';
import { storableText } from './storableText.ts';

/** Tells them, and again later where that is asked. */
export async function tellSupervisors(
  trx: Knex,
  instance: InstanceId,
  command: Extract<Command, { type: 'tellSupervisors' }>,
  atMs: number,
): Promise<void> {
  const { group, title, message, againMs } = command;
  await putMail(trx, { instance, group, title, message }, atMs);
  if (againMs === undefined) return;
  const text = { group_name: group, title: storableText(title), message: storableText(message) };
  const row = { instance, ...text, due_at_ms: againMs };
  await trx('sb_reminder').insert(row).onConflict('instance').merge();
}

/** Tells those who are asked. */
export const tellAsked = (
  trx: Knex,
  instance: InstanceId,
  { group, to, title, message }: Extract<Command, { type: 'tellAsked' }>,
  atMs: number,
): Promise<void> => putMail(trx, { instance, group, to, title, message }, atMs);

export const stopReminding = async (trx: Knex, instance: InstanceId): Promise<void> => {
  await trx('sb_reminder').where({ instance }).delete();
};

const reminderSchema = z.object({ group_name: z.string(), title: z.string(), message: z.string() }).optional();

/** The same message again, and when the next one is due. */
export const remind =
  (trx: Knex): EngineTransaction['remind'] =>
  async (instance, { nowMs, againMs }) => {
    const row = reminderSchema.parse(
      await trx('sb_reminder').where({ instance }).where('due_at_ms', '<=', nowMs).first(),
    );
    if (!row) return;
    await putMail(trx, { instance, group: row.group_name, title: row.title, message: row.message }, nowMs);
    await trx('sb_reminder').where({ instance }).update({ due_at_ms: againMs });
  };

export const dueReminders =
  (knex: Knex): EngineStore['dueReminders'] =>
  async (nowMs, limit) => {
    const due: unknown = await knex('sb_reminder')
      .where('due_at_ms', '<=', nowMs)
      .orderBy('due_at_ms')
      .limit(limit)
      .pluck('instance');
    return z.array(instanceIdSchema).parse(due);
  };
