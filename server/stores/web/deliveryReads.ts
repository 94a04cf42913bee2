import type { Knex } from 'knex';
import { z } from 'zod';
import { audiences, linkType } from '../../../definitions/activities/delivery/audiences.ts';
import type { DeliveryReads, MessagePage, SentMessage } from '../../operations/ports/deliveryReads.ts';
import { packageTables, type PackageTables } from './packageTables.ts';

const idSchema = z.union([z.string(), z.number()]).transform(String);
const messageSchema = z.object({ log: idSchema, delivery: idSchema });
const linkSchema = z.object({ url: idSchema, address: z.string(), type: z.number() });
const pageSchema = messageSchema.extend({
  info: z.string(),
  subject: z.string(),
  html: z.string().nullable(),
});
const infoSchema = z.object({ values: z.record(z.string(), z.string()) });
const keySchema = z.array(z.object({ external_id: z.string() }));

async function sentMessage({ knex, has, at }: PackageTables, token: string): Promise<SentMessage | undefined> {
  for (const { log } of audiences) {
    if (!(await has(log))) continue;
    const row: unknown = await knex(at(log)).where({ token }).first({ log: 'broad_log_id', delivery: 'delivery_id' });
    if (row !== undefined) return messageSchema.parse(row);
  }
  return undefined;
}

async function linksOf({ knex, at }: PackageTables, delivery: string) {
  const rows: unknown[] = await knex(at('nms_tracking_url'))
    .where({ delivery_id: delivery })
    .orderBy('tracking_url_id')
    .select({ url: 'tracking_url_id', address: 'source_url', type: 'type' });
  return z.array(linkSchema).parse(rows);
}

async function linkAddress(tables: PackageTables, token: string, url: string): Promise<string | undefined> {
  const { knex, has, at } = tables;
  if (!(await has('nms_tracking_url')) || (await sentMessage(tables, token))) return undefined;
  const row: unknown = await knex(at('nms_tracking_url')).where({ tracking_url_id: url }).first('source_url');
  return z.object({ source_url: z.string() }).optional().parse(row)?.source_url;
}

/** The page data of a message, with what its delivery, or else the template of that, says. */
async function writtenPage({ knex, has, at }: PackageTables, token: string) {
  if (!(await has('nms_mirror_page_search'))) return undefined;
  const row: unknown = await knex({ s: at('nms_mirror_page_search') })
    .join({ i: at('nms_mirror_page_info') }, 'i.mirror_page_info_id', 's.mirror_page_info_id')
    .join({ d: at('nms_delivery') }, 'd.delivery_id', 's.delivery_id')
    .join({ c: at('nms_delivery_content') }, (join) => {
      join.on('c.delivery_id', 'd.delivery_id').orOn('c.delivery_id', 'd.template_id');
    })
    .where('s.token', token)
    .orderByRaw('CASE WHEN c.delivery_id = d.delivery_id THEN 0 ELSE 1 END')
    .first({
      log: 's.broad_log_id',
      delivery: 's.delivery_id',
      info: 'i.data',
      subject: 'c.subject',
      html: 'c.html_body',
    });
  return row === undefined ? undefined : pageSchema.parse(row);
}

async function messagePage(tables: PackageTables, token: string): Promise<MessagePage | undefined> {
  const page = await writtenPage(tables, token);
  if (!page?.html) return undefined;
  const { log, delivery, info, subject, html } = page;
  const links = await linksOf(tables, delivery);
  return {
    log,
    delivery,
    url: links.find(({ type }) => type === linkType.mirror)?.url,
    content: { subject, html },
    values: infoSchema.parse(JSON.parse(info)).values,
    links: new Map(links.flatMap(({ address, url }) => (address === '' ? [] : [[address, url] as const]))),
  };
}

async function keysIn(
  { knex, has, at }: PackageTables,
  table: string,
  keys: readonly string[],
  where: Readonly<Record<string, string>> = {},
) {
  if (!(await has(table))) return [];
  const found: unknown[] = await knex(at(table))
    .where(where)
    .whereIn('external_id', [...keys])
    .select('external_id');
  return keySchema.parse(found).map((row) => row.external_id);
}

/** What web reads of deliveries and events. */
export function createDeliveryReads(knex: Knex): DeliveryReads {
  const tables = packageTables(knex);
  return {
    messageLink: async (token, url) => {
      const message = await sentMessage(tables, token);
      const link = message && (await linksOf(tables, message.delivery)).find((each) => each.url === url);
      if (!message || !link) return undefined;
      return { ...message, url: link.url, address: link.address, isOpening: link.type === linkType.open };
    },
    linkAddress: (token, url) => linkAddress(tables, token, url),
    messagePage: (token) => messagePage(tables, token),
    eventKeys: async (queue, keys) => {
      const queued = await keysIn(tables, queue, keys);
      // The archive holds what came by either queue.
      return new Set([...queued, ...(await keysIn(tables, 'nms_event_histo', keys, { source: queue }))]);
    },
  };
}
