import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audiences } from '../../../definitions/activities/delivery/audiences.ts';
import type { DeliverySql } from '../../../definitions/activities/delivery/deliverySql.ts';
import { noteFates } from '../../../definitions/activities/delivery/messageLog.ts';
import { keepMirrorPage } from '../../../definitions/activities/delivery/mirrorPages.ts';
import { invariant } from '../../../engine/invariant.ts';
import { dataSchema } from '../../../server/database/dialect.ts';
import { chosenDatabase, openInstallation, type WebTables } from '../../support/webTables.ts';
import { deliveryPackage } from './deliveryPackage.ts';
import { deliveryStatements } from './deliveryStatements.ts';

const now = '2026-01-31T04:00:00.000Z';
describe('texts of the delivery log, without demo data', () => {
  let tables: WebTables;
  const [audience] = audiences;
  invariant(audience, 'there is a log of recipients');

  beforeAll(async () => {
    const nowMs = Date.parse(now);
    tables = await openInstallation(chosenDatabase(), {
      nowMs,
      demo: false,
      demoScale: 1,
      onProgress: () => undefined,
    });
    const { engine } = tables;
    const dates = { created_at: now, last_modified_at: now };
    await engine('nms_delivery').insert({ delivery_id: 1, label: 'News', state: 55, delivery_mapping_id: 1, ...dates });
    for (const id of [1, 2, 3, 4])
      await engine(audience.log).insert({
        broad_log_id: id,
        delivery_id: 1,
        recipient_id: id,
        status: 3,
        sending_by: 'me',
        last_modified_at: now,
      });
  }, 120_000);
  afterAll(() => tables.close());

  const statements = (before?: (statement: string) => Promise<void>): DeliverySql =>
    deliveryStatements({ knex: tables.engine, now }, before);
  const log = (db: DeliverySql) => ({ db, by: 'me', former: [] });
  const refused = (id: string, text: string) => ({ id, status: 2 as const, why: { text, reason: 1 } });
  const statuses = () => tables.engine(audience.log).orderBy('broad_log_id').pluck('status') as Promise<unknown>;
  const numbersOf = (text: string) =>
    tables.engine('nms_broad_log_msg').where({ text }).pluck('broad_log_msg_id') as Promise<unknown[]>;

  it('are numbered by the database, so that the deliverability service can add to them', async () => {
    await noteFates(log(statements()), audience, [refused('1', '550 5.1.1')]);
    await tables.engine('nms_broad_log_msg').insert({ text: '451 greylisted', last_modified_at: now });
    await noteFates(log(statements()), audience, [refused('2', '550 5.2.2')]);
    const numbers = [...(await numbersOf('550 5.1.1')), ...(await numbersOf('451 greylisted'))];
    expect(new Set([...numbers, ...(await numbersOf('550 5.2.2'))].map(Number)).size).toBe(3);
    expect(await statuses()).toEqual([2, 2, 3, 3]);
  });

  it('stand once when two workflows note the same one at once, and both know its number', async () => {
    const text = '550 5.1.2';
    const another = async (statement: string): Promise<void> => {
      if (statement.startsWith('INSERT INTO nms_broad_log_msg'))
        await tables.engine('nms_broad_log_msg').insert({ text, last_modified_at: now });
    };
    await noteFates(log(statements(another)), audience, [refused('3', text)]);
    const numbers = await numbersOf(text);
    expect(numbers).toHaveLength(1);
    const noted: unknown = await tables.engine(audience.log).where({ broad_log_id: 3 }).pluck('broad_log_msg_id');
    expect(noted).toEqual(numbers);
  });

  it('cost nobody the note that a message was sent, though the text of another cannot be kept', async () => {
    await tables.engine(audience.log).where({ broad_log_id: 3 }).update({ status: 3 });
    const failing = (statement: string): Promise<void> =>
      statement.startsWith('INSERT INTO nms_broad_log_msg')
        ? Promise.reject(new TypeError('no room'))
        : Promise.resolve();
    const fates = [refused('3', '552 no room'), { id: '4', status: 1 as const }];
    await expect(noteFates(log(statements(failing)), audience, fates)).rejects.toThrow('no room');
    expect(await statuses()).toEqual([2, 2, 3, 1]);
  });

  it('and pages of a message stand once when two workflows are about to send it', async () => {
    const { engine } = tables;
    const message = { id: '4', token: 'f'.repeat(32), target: undefined };
    let isFirst = true;
    const another = async (query: string): Promise<void> => {
      if (!isFirst || !query.includes('INSERT INTO nms_mirror_page')) return;
      isFirst = false;
      await keepMirrorPage(statements(), '1', message, { name: 'theirs' });
    };
    await keepMirrorPage(statements(another), '1', message, { name: 'ours' });
    const pages: unknown[] = await engine('nms_mirror_page_info').where({ broad_log_id: 4 });
    const found: unknown[] = await engine('nms_mirror_page_search').where({ token: message.token });
    expect([pages.length, found.length]).toEqual([1, 1]);
    expect(pages[0]).toMatchObject({ data: '{"values":{"name":"theirs"}}' });
  });

  it('that an older release left twice are made one, and logs keep theirs', async () => {
    const { engine } = tables;
    await engine.raw('DROP INDEX nms_broad_log_msg_text');
    const text = '421 4.7.0';
    await engine('nms_broad_log_msg').insert([
      { text, last_modified_at: now },
      { text, last_modified_at: now },
    ]);
    const [first, second] = (await numbersOf(text)).map(Number).sort((one, other) => one - other);
    await engine(audience.log).where({ broad_log_id: 1 }).update({ broad_log_msg_id: second });
    await engine(audience.log).where({ broad_log_id: 2 }).update({ broad_log_msg_id: 1 });
    await engine.transaction(async (trx) => {
      if (chosenDatabase() === 'postgres') await trx.raw(`SET LOCAL search_path TO ${dataSchema}`);
      await deliveryPackage.tables.find(({ name }) => name === '0031_messageTexts')?.migration.up(trx);
    });
    expect((await numbersOf(text)).map(Number)).toEqual([first]);
    const noted = await engine(audience.log)
      .whereIn('broad_log_id', [1, 2])
      .orderBy('broad_log_id')
      .pluck<unknown[]>('broad_log_msg_id');
    expect(noted.map(Number)).toEqual([first, 1]);
  });
});
