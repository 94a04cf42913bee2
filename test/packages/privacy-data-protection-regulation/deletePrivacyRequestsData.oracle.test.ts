import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { up as eraseLeftPages } from '../../../definitions/packages/privacy-data-protection-regulation/tables/0010_leftPages.ts';
import { runWorkflow } from '../runWorkflow.ts';
import { openPrivacy } from './privacyRun.ts';

const nowMs = Date.parse('2026-01-31T01:00:00.000Z');
const dayMs = 86_400_000;
const workflow = 'deletePrivacyRequestsData';
const at = (ms: number): string => new Date(ms).toISOString();

describe('deletePrivacyRequestsData, by the facts of the catalogue', { timeout: 180_000 }, () => {
  let privacy: Awaited<ReturnType<typeof openPrivacy>>;
  let clockMs = nowMs;
  const run = () => runWorkflow(privacy.engine, workflow);
  const confirmed = { type: 2, status: 'deletePending', confirmed_at: at(nowMs - 1) };

  /** A deletion that is to be done, of people with these numbers. */
  async function pending(id: number, people: readonly number[], more: object = {}): Promise<number> {
    await privacy.ask(id, { ...confirmed, ...more });
    const rows = people.map((recipient) => ({ gdpr_request_id: id, recipient_id: recipient }));
    await privacy.engine.knex('nms_gdpr_request_subject').insert(rows);
    return id;
  }
  const setOption = async (name: string, value: string | null): Promise<void> => {
    await privacy.engine.knex('xtk_option').where({ name }).delete();
    if (value !== null) await privacy.engine.knex('xtk_option').insert({ name, data_type: 'integer', value });
  };

  beforeAll(async () => {
    privacy = await openPrivacy(nowMs, workflow);
  }, 120_000);
  afterAll(() => privacy.engine.close());

  it('erases those whose deletion was confirmed, leaves what waits alone, and a second run changes nothing', async () => {
    const before = await privacy.requests();
    expect(await privacy.standing(9)).toContain('nms_recipient');
    await run();
    expect(await privacy.standing(9)).not.toContain('nms_recipient');
    const after = await privacy.requests();
    const changed = after.filter((one, index) => JSON.stringify(one) !== JSON.stringify(before[index]));
    expect(changed.map(({ gdpr_request_id: id, status }) => [id, status])).toEqual([[6, 'complete']]);
    expect(await privacy.standing(10)).toContain('nms_recipient');
    await run();
    expect(await privacy.requests()).toEqual(after);
  });

  it('reaches every table that is collected from, their children included, and nobody else', async () => {
    await privacy.person(700_001);
    await privacy.person(700_011);
    const tables = await privacy.fillAll(700_001);
    await privacy.fillAll(700_011);
    expect(await privacy.standing(700_001)).toEqual(tables);
    await pending(101, [700_001]);
    await privacy.engine.knex('nms_gdpr_request_data').insert({
      gdpr_request_id: 101,
      table_name: 'nms_recipient',
      row_count: 1,
      content: '<recipient/>',
      collected_at: at(nowMs),
    });
    await run();
    expect(await privacy.standing(700_001)).toEqual([]);
    expect(await privacy.standing(700_011)).toEqual(tables);
    expect(await privacy.data(101)).toEqual([]);
    const ended = { status: 'complete', ended_at: nowMs, url_file: null, file_token: null, file_purged_at: nowMs };
    expect(await privacy.request(101)).toMatchObject(ended);
  });

  it('reaches custom tables that are listed', async () => {
    const { knex } = privacy.engine;
    await privacy.person(700_021);
    await privacy.ownTable([700_021, 700_011]);
    await pending(111, [700_021]);
    await run();
    expect((await knex('cus_visit').pluck<string[]>('visit_id')).map(Number)).toEqual([1]);
  });

  it('needs a confirmation, unless one step is enough', async () => {
    await privacy.person(700_031);
    await pending(121, [700_031], { confirmed_at: null });
    await run();
    expect((await privacy.request(121)).status).toBe('deletePending');
    await setOption('Privacy_Request_ConfirmDeletePending', '0');
    await run();
    await setOption('Privacy_Request_ConfirmDeletePending', null);
    expect((await privacy.request(121)).status).toBe('complete');
    expect(await privacy.standing(700_031)).toEqual([]);
  });

  it('goes on with a deletion that a former run has left', async () => {
    await privacy.person(700_041);
    await pending(131, [700_041], { status: 'deleteInProgress' });
    await run();
    expect((await privacy.request(131)).status).toBe('complete');
    expect(await privacy.standing(700_041)).toEqual([]);
  });

  it('erases no more profiles on a day of UTC than are allowed, the oldest requests first', async () => {
    const done = (await privacy.requests()).filter(({ type, status }) => type === 2 && status === 'complete').length;
    await setOption('Privacy_Request_DeletionsPerDay', String(done + 3));
    const people = [700_051, 700_052, 700_053, 700_054];
    for (const person of people) await privacy.person(person);
    await pending(141, [700_051, 700_052], { created_at: at(nowMs - 3 * dayMs) });
    await pending(142, [700_053], { created_at: at(nowMs - 2 * dayMs) });
    await pending(143, [700_054]);
    await run();
    const statuses = async () => (await Promise.all([141, 142, 143].map(privacy.request))).map(({ status }) => status);
    expect(await statuses()).toEqual(['complete', 'complete', 'deletePending']);
    clockMs += dayMs;
    await privacy.engine.until(clockMs);
    expect(await statuses()).toEqual(['complete', 'complete', 'complete']);
    await setOption('Privacy_Request_DeletionsPerDay', null);
  });

  it('has a deletion that fails tried again on other nights, then in error with the reason, and does the others', async () => {
    const { knex } = privacy.engine;
    await privacy.person(700_061);
    await privacy.person(700_062);
    await knex.schema.createTable('cus_contract', (table) => {
      table.bigInteger('contract_id').primary();
      table.bigInteger('signed_by').references('recipient_id').inTable('nms_recipient');
    });
    await knex('cus_contract').insert({ contract_id: 1, signed_by: 700_061 });
    await pending(151, [700_061]);
    await pending(152, [700_062]);
    await run();
    expect((await privacy.request(152)).status).toBe('complete');
    expect(await privacy.request(151)).toMatchObject({ status: 'deletePending', error_count: 1, ended_at: null });
    expect((await privacy.request(151)).error_message).toMatch(/foreign key/i);
    for (const status of ['deletePending', 'error']) {
      clockMs += dayMs;
      await privacy.engine.until(clockMs);
      expect((await privacy.request(151)).status).toBe(status);
    }
    expect(await privacy.request(151)).toMatchObject({ error_count: 3, ended_at: clockMs });
  });

  it('erases when it is upgraded the pages that former deletions have left, and begins anew with one under way', async () => {
    const { knex } = privacy.engine;
    await privacy.person(700_071);
    await pending(161, [700_071], { status: 'deleteInProgress', table_position: 3 });
    const page = (id: number, log: number | null) => ({
      mirror_page_info_id: id,
      broad_log_id: log,
      delivery_id: 1,
      delivery_part_id: 0,
      data: '{}',
    });
    await knex('nms_mirror_page_info').insert([page(900_001, 900_001), page(900_002, 900_002), page(900_003, null)]);
    await knex('nms_mirror_page_search').insert({
      broad_log_id: 900_002,
      delivery_id: 1,
      mirror_page_info_id: 900_002,
    });
    await eraseLeftPages(knex);
    const left = await knex('nms_mirror_page_info').where('mirror_page_info_id', '>', 900_000).pluck('broad_log_id');
    expect(left.map((log) => (log === null ? null : Number(log))).sort()).toEqual([900_002, null]);
    const request = await knex('nms_gdpr_request').where({ gdpr_request_id: 161 }).first('table_position');
    expect(request).toEqual({ table_position: 1_000_000_000 });
  });
});
