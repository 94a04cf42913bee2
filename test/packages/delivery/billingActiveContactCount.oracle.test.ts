import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';

const nowMs = Date.parse('2026-01-31T01:00:00.000Z');
const yearAgo = '2025-01-31T01:00:00.000Z';
const justBefore = '2025-01-31T00:59:59.999Z';

const countSchema = z.object({ n: z.coerce.number() });
const rowsSchema = z.array(z.object({ day: z.string(), profile_table: z.string(), profiles: z.coerce.number() }));

describe('billingActiveContactCount, by the facts of the catalogue', () => {
  let engine: EngineRun;
  let runs = 0;

  async function run(): Promise<void> {
    runs += 1;
    const instance = instanceIdSchema.parse(`i_count${runs}`);
    await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'billingActiveContactCount' });
    const row = await engine
      .knex<{ id: string; status: string }>('sb_instance')
      .where({ id: instance })
      .first('status');
    expect(row?.status).toBe('finished');
  }

  const metric = async () =>
    rowsSchema.parse(
      await engine.knex('nms_active_contact').orderBy('profile_table').select('day', 'profile_table', 'profiles'),
    );

  /** Who has to be counted, asked of the rows in one statement a table, and not as the workflow asks. */
  async function foreseen(): Promise<Readonly<Record<string, number>>> {
    const { knex } = engine;
    const since = new Date(nowMs - 365 * 86_400_000).toISOString();
    const numberOf = async (sql: string): Promise<number> => {
      const answer: unknown = await knex.raw(sql);
      const rows: unknown = Array.isArray(answer) ? answer : z.object({ rows: z.unknown() }).parse(answer).rows;
      return z.array(countSchema).length(1).parse(rows)[0]?.n ?? 0;
    };
    const recent = (table: string, key: string) => `SELECT ${key} FROM ${table} WHERE last_modified_at >= '${since}'`;
    const apps = recent('nms_broad_log_app_sub', 'app_subscription_id');
    return {
      nms_app_subscription_rcp: await numberOf(
        `SELECT count(*) AS n FROM nms_app_subscription_rcp WHERE app_subscription_id IN (${apps}) AND recipient_id NOT IN (SELECT recipient_id FROM nms_recipient)`,
      ),
      nms_recipient: await numberOf(
        `SELECT count(*) AS n FROM nms_recipient WHERE recipient_id IN (${recent('nms_broad_log_rcp', 'recipient_id')}) OR recipient_id IN (SELECT recipient_id FROM nms_app_subscription_rcp WHERE app_subscription_id IN (${apps}))`,
      ),
      nms_visitor: await numberOf(
        `SELECT count(*) AS n FROM nms_visitor WHERE origin <> 1 AND origin <> 2 AND visitor_id IN (${recent('nms_broad_log_visitor', 'visitor_id')})`,
      ),
    };
  }

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.01, { workflows: ['billingActiveContactCount'] });
    const { knex } = engine;
    const person = {
      first_name: 'A',
      last_name: 'B',
      email_format: 0,
      black_list: 0,
      created_at: yearAgo,
      last_modified_at: yearAgo,
    };
    const log = { delivery_id: 1, status: 1 };
    const cookie = { recipient_id: 0, source_id: 'x', created_at: yearAgo, last_modified_at: yearAgo };
    const token = { service_id: 3, mobile_app_id: 1, registration_token: 't', disabled: 0, last_modified_at: yearAgo };
    await knex('nms_recipient').insert([
      { ...person, recipient_id: 900_001, email: 'at.the.limit@example.org' },
      { ...person, recipient_id: 900_002, email: 'before.it@example.org' },
      { ...person, recipient_id: 900_003, email: 'by.two.channels@example.org' },
      { ...person, recipient_id: 900_004, email: 'never@example.org' },
    ]);
    await knex('nms_broad_log_rcp').insert([
      { ...log, broad_log_id: 9_000_001, recipient_id: 900_001, last_modified_at: yearAgo },
      { ...log, broad_log_id: 9_000_002, recipient_id: 900_002, last_modified_at: justBefore },
      { ...log, broad_log_id: 9_000_003, recipient_id: 900_003, last_modified_at: yearAgo },
      { ...log, broad_log_id: 9_000_004, recipient_id: 900_003, last_modified_at: yearAgo, status: 2 },
      { ...log, broad_log_id: 9_000_005, recipient_id: 999_999, last_modified_at: yearAgo },
    ]);
    await knex('nms_app_subscription_rcp').insert([
      { ...token, app_subscription_id: 900_001, recipient_id: 900_003 },
      { ...token, app_subscription_id: 900_002, recipient_id: 0 },
    ]);
    await knex('nms_broad_log_app_sub').insert([
      { ...log, broad_log_id: 9_000_006, app_subscription_id: 900_001, last_modified_at: yearAgo },
      { ...log, broad_log_id: 9_000_007, app_subscription_id: 900_002, last_modified_at: yearAgo },
    ]);
    await knex('nms_visitor').insert([0, 1, 2].map((origin) => ({ ...cookie, visitor_id: 900_001 + origin, origin })));
    await knex('nms_broad_log_visitor').insert(
      [0, 1, 2].map((index) => ({
        ...log,
        broad_log_id: 9_000_011 + index,
        visitor_id: 900_001 + index,
        last_modified_at: yearAgo,
      })),
    );
  }, 120_000);
  afterAll(() => engine.close());

  it('counts each table of profiles as its oracle does, and a second run changes nothing', async () => {
    const expected = Object.entries(await foreseen()).filter(([, profiles]) => profiles > 0);
    const rows = expected.map(([profile_table, profiles]) => ({ day: '2026-01-31', profile_table, profiles }));
    expect(expected.map(([table]) => table)).toEqual(['nms_app_subscription_rcp', 'nms_recipient', 'nms_visitor']);
    await run();
    expect(await metric()).toEqual(rows);
    await run();
    expect(await metric()).toEqual(rows);
  });

  it('counts one more when somebody is contacted, and once however often', async () => {
    const before = await foreseen();
    const log = { delivery_id: 1, recipient_id: 900_004, status: 1, last_modified_at: yearAgo };
    await engine.knex('nms_broad_log_rcp').insert([8_000_001, 8_000_002].map((id) => ({ ...log, broad_log_id: id })));
    await run();
    const [, recipients] = await metric();
    expect(recipients?.profiles).toBe((before['nms_recipient'] ?? 0) + 1);
  });

  it('counts on a marketing instance alone, and where billing has not taken it over', async () => {
    const { knex } = engine;
    for (const [name, value] of [
      ['NmsServer_InstanceType', 'midSourcing'],
      ['NmsServer_InstanceType', 'execution'],
      ['NmsBilling_LegacyContactCount', 'false'],
    ] as const) {
      await knex('nms_active_contact').delete();
      await knex('xtk_option').insert({ name, data_type: value === 'false' ? 'boolean' : 'text', value });
      await run();
      expect(await metric()).toEqual([]);
      await knex('xtk_option').where({ name }).delete();
    }
  });
});
