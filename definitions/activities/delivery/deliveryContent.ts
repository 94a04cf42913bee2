import { invariant } from '../../../engine/invariant.ts';
import { linkType } from './audiences.ts';
import { idOf, textOf, type DeliverySql } from './deliverySql.ts';
import { linksOf, readContent, sourcesOf, type MessageContent } from './messageContent.ts';
import type { ReadyDelivery } from './readyDeliveries.ts';

/** What a delivery says, and the numbers of its links. */
export interface DeliveryContent {
  readonly sender: string;
  readonly parts: MessageContent;
  readonly links: ReadonlyMap<string, string>;
  /** The number that an opening is noted under. */
  readonly openLink: string;
  readonly hasMirrorPage: boolean;
}

/**
 * Reads what a delivery, or else its template, says.
 * @throws ExecutorFailure where it cannot be read.
 */
export async function deliveryContent(db: DeliverySql, { id }: ReadyDelivery): Promise<DeliveryContent> {
  const [row] = await db.all(
    `SELECT c.sender, c.subject, c.text_body, c.html_body
     FROM nms_delivery d JOIN nms_delivery_content c ON c.delivery_id IN (d.delivery_id, d.template_id)
     WHERE d.delivery_id = ${id} ORDER BY CASE WHEN c.delivery_id = d.delivery_id THEN 0 ELSE 1 END LIMIT 1`,
  );
  const html = row?.['html_body'];
  const written = { subject: textOf(row?.['subject']), text: textOf(row?.['text_body']) };
  const parts = readContent({ ...written, ...(typeof html === 'string' && html !== '' && { html }) });
  const links = await linkNumbers(db, id, linksOf(parts));
  const hasMirrorPage = parts.html !== undefined && usesMirrorPage(parts);
  if (hasMirrorPage) await linkNumber(db, id, { type: linkType.mirror, address: '' });
  const openLink = await linkNumber(db, id, { type: linkType.open, address: '' });
  return { sender: textOf(row?.['sender']), parts, links, openLink, hasMirrorPage };
}

const usesMirrorPage = ({ text, ...parts }: MessageContent): boolean =>
  sourcesOf({ ...parts, text }).includes('mirrorPage') ||
  text.some((part) => typeof part === 'object' && 'source' in part && part.source === 'mirrorPage');

async function linkNumbers(db: DeliverySql, delivery: string, addresses: readonly string[]) {
  const numbers = new Map<string, string>();
  for (const address of addresses)
    numbers.set(address, await linkNumber(db, delivery, { type: linkType.click, address }));
  return numbers;
}

interface Link {
  readonly type: number;
  readonly address: string;
}

/** The number of a link of a delivery: whoever drew the delivery may have given it one, and another type. */
async function linkNumber(db: DeliverySql, delivery: string, { type, address }: Link): Promise<string> {
  const ofType = address === '' ? ` AND type = ${String(type)}` : '';
  const find = () =>
    db.all(
      `SELECT tracking_url_id FROM nms_tracking_url WHERE delivery_id = ${delivery} AND source_url = :address${ofType}
       ORDER BY tracking_url_id LIMIT 1`,
      { address },
    );
  const [known] = await find();
  if (known) return idOf(known['tracking_url_id']);
  await db.run(
    `INSERT INTO nms_tracking_url (delivery_id, type, source_url) VALUES (${delivery}, ${String(type)}, :address)`,
    { address },
  );
  const [made] = await find();
  invariant(made, 'a link that was just made is there');
  return idOf(made['tracking_url_id']);
}
