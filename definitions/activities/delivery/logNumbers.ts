import { idOf, type DeliverySql } from './deliverySql.ts';

/**
 * Takes numbers for messages, which all delivery logs share; answers the one before the first.
 * What others have written by hand is passed over. The row of the counter lets nobody else take them meanwhile.
 */
export async function takeLogNumbers(db: DeliverySql, log: string, messages: number): Promise<string> {
  const logs = [...db.tables].filter((table) => /^nms_broad_log_(?!msg$|event_histo$)\w+$/.test(table)).sort();
  const largest = logs.map((table) => `SELECT max(broad_log_id) AS number FROM ${table}`).join(' UNION ALL ');
  const taken = `UPDATE xtk_counter SET last = ${String(messages)} + CASE WHEN last > m.largest THEN last ELSE m.largest END
    FROM (SELECT COALESCE(max(number), 0) AS largest FROM (${largest}) AS numbers) AS m
    WHERE name = 'broadLog' RETURNING last`;
  const [row] = await db.all(db.numbering(taken, log, 'broad_log_id'));
  const last = BigInt(idOf(row?.['last']));
  return String(last - BigInt(messages));
}
