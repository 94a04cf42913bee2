import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { audiences } from '../../../definitions/activities/delivery/audiences.ts';
import { prepareMessages } from '../../../definitions/activities/delivery/preparedMessages.ts';
import type { ReadyDelivery } from '../../../definitions/activities/delivery/readyDeliveries.ts';
import { invariant } from '../../../engine/invariant.ts';
import { chosenDatabase, openInstallation, type WebTables } from '../../support/webTables.ts';
import { deliveryStatements } from './deliveryStatements.ts';

const now = '2026-01-31T04:00:00.000Z';
const [audience] = audiences;
const logs = ['nms_broad_log_rcp', 'nms_broad_log_mid', 'nms_broad_log_msg'];
const numbersSchema = z.array(z.coerce.number());

describe('numbers of the delivery log', () => {
  let tables: WebTables;

  /** A delivery that is ready, to so many people who are its list. */
  async function ready(id: number, people: number): Promise<ReadyDelivery> {
    const { engine } = tables;
    invariant(audience, 'there is a log of recipients');
    const dates = { created_at: now, last_modified_at: now };
    await engine('nms_delivery').insert({
      delivery_id: id,
      label: 'News',
      state: 51,
      delivery_mapping_id: 1,
      ...dates,
    });
    await engine('nms_group').insert({ group_id: id, label: 'Test', last_modified_at: now });
    for (let index = 1; index <= people; index += 1) {
      const recipient_id = id * 100 + index;
      const name = { first_name: 'A', last_name: 'B', email: `${String(recipient_id)}@example.com` };
      await engine('nms_recipient').insert({ recipient_id, ...name, ...dates });
      await engine('nms_rcp_grp_rel').insert({ rcp_grp_rel_id: recipient_id, group_id: id, recipient_id });
    }
    return { id: String(id), label: 'News', audience, group: String(id), isPending: true, isContinuous: false };
  }

  const prepare = (knex: Knex, delivery: ReadyDelivery) =>
    prepareMessages(deliveryStatements({ knex, now, tables: logs }), delivery);
  const numbersOf = async ({ id }: ReadyDelivery): Promise<number[]> =>
    numbersSchema.parse(
      await tables.engine('nms_broad_log_rcp').where({ delivery_id: id }).orderBy('broad_log_id').pluck('broad_log_id'),
    );

  beforeAll(async () => {
    const making = { nowMs: Date.parse(now), demo: false, demoScale: 1, onProgress: () => undefined };
    tables = await openInstallation(chosenDatabase(), making);
  }, 120_000);
  afterAll(() => tables.close());

  it('go on after those of every log, also of rows that were given theirs by hand', async () => {
    const delivery = await ready(1, 2);
    const row = { delivery_id: 1, status: 1, last_modified_at: now };
    await tables.engine('nms_broad_log_mid').insert({ broad_log_id: 500, source_broad_log_id: 1, ...row });
    await prepare(tables.engine, delivery);
    expect(await numbersOf(delivery)).toEqual([501, 502]);
  });

  it('never come twice, though the log is purged meanwhile', async () => {
    const [first, second] = [await ready(2, 3), await ready(3, 1)];
    await prepare(tables.engine, first);
    const given = await numbersOf(first);
    await tables.engine('nms_broad_log_rcp').where({ delivery_id: first.id }).delete();
    await prepare(tables.engine, second);
    expect(await numbersOf(second)).toEqual([Math.max(...given) + 1]);
  });

  it('leave room for a row of somebody else that is given none', async () => {
    const row = { delivery_id: 1, recipient_id: 9, status: 1, last_modified_at: now };
    await expect(tables.engine('nms_broad_log_rcp').insert(row)).resolves.toBeDefined();
  });

  // SQLite has one writer at a time.
  it.runIf(chosenDatabase() === 'postgres')('are not those that another workflow is about to write', async () => {
    const [first, second] = [await ready(4, 2), await ready(5, 2)];
    const another = await tables.engine.transaction();
    await prepare(another, first);
    const state = { isDone: false };
    const preparing = prepare(tables.engine, second).then(() => (state.isDone = true));
    const waiting = tables.engine('pg_locks').where({ granted: false }).first('pid');
    while (!state.isDone && (await waiting.clone()) === undefined);
    await another.commit();
    await preparing;
    const numbers = [...(await numbersOf(first)), ...(await numbersOf(second))];
    expect(new Set(numbers).size).toBe(4);
  });
});
