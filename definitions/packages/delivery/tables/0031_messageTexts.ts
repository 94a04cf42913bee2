import type { Knex } from 'knex';
import { isPostgres } from '../../dialect.ts';

const logs = [
  'nms_broad_log_rcp',
  'nms_broad_log_visitor',
  'nms_broad_log_app_sub',
  'nms_broad_log_mid',
  'nms_broad_log_rt_event',
  'nms_broad_log_batch_event',
  'nms_broad_log_event_histo',
] as const;

/** Each text of the log stands once, whoever notes it first, and PostgreSQL numbers them after those given by hand. */
export async function up(knex: Knex): Promise<void> {
  await mergeTexts(knex);
  // A key of PostgreSQL's indexes may not be as long as a text of a mail server.
  const key = isPostgres(knex) ? 'md5(text)' : 'text';
  await knex.raw(`CREATE UNIQUE INDEX IF NOT EXISTS nms_broad_log_msg_text ON nms_broad_log_msg (${key})`);
  if (isPostgres(knex))
    await knex.raw(
      `SELECT setval(pg_get_serial_sequence('nms_broad_log_msg', 'broad_log_msg_id'), MAX(broad_log_msg_id))
       FROM nms_broad_log_msg`,
    );
}

/** Two that noted the same at once have left it twice: logs then have the first of them. */
async function mergeTexts(knex: Knex): Promise<void> {
  const firsts = 'SELECT MIN(broad_log_msg_id) FROM nms_broad_log_msg GROUP BY text';
  const again = `SELECT broad_log_msg_id FROM nms_broad_log_msg WHERE broad_log_msg_id NOT IN (${firsts})`;
  const found: unknown = await knex('nms_broad_log_msg').whereRaw(`broad_log_msg_id IN (${again})`).first();
  if (found === undefined) return;
  for (const log of logs) {
    if (!(await knex.schema.hasColumn(log, 'broad_log_msg_id'))) continue;
    await knex.raw(
      `UPDATE ${log} SET broad_log_msg_id = (SELECT MIN(o.broad_log_msg_id) FROM nms_broad_log_msg o
         JOIN nms_broad_log_msg m ON m.text = o.text WHERE m.broad_log_msg_id = ${log}.broad_log_msg_id)
       WHERE broad_log_msg_id IN (${again})`,
    );
  }
  await knex.raw(`DELETE FROM nms_broad_log_msg WHERE broad_log_msg_id IN (${again})`);
}
