import { idOf, type DeliverySql } from './deliverySql.ts';
import type { Message } from './messageLog.ts';

/** Keeps what a message's page in the browser is made of, once; it goes with the other data of mirror pages. */
export async function keepMirrorPage(
  db: DeliverySql,
  delivery: string,
  { id, token }: Message,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const [known] = await db.all('SELECT token FROM nms_mirror_page_search WHERE token = :token', { token });
  if (known) return;
  const [info] = await db.all(
    `INSERT INTO nms_mirror_page_info (delivery_id, delivery_part_id, broad_log_id, data)
     VALUES (${delivery}, 0, ${id}, :data)
     RETURNING mirror_page_info_id`,
    { data: JSON.stringify({ values }) },
  );
  const number = idOf(info?.['mirror_page_info_id']);
  const added = await db.run(
    `INSERT INTO nms_mirror_page_search (delivery_id, broad_log_id, mirror_page_info_id, token)
     VALUES (${delivery}, ${id}, ${number}, :token) ON CONFLICT DO NOTHING`,
    { token },
  );
  // Another workflow that is about to send the message was faster.
  if (added === 0) await db.run(`DELETE FROM nms_mirror_page_info WHERE mirror_page_info_id = ${number}`);
}
