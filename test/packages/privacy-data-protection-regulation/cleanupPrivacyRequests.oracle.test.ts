import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWorkflow } from '../runWorkflow.ts';
import { openPrivacy } from './privacyRun.ts';

const nowMs = Date.parse('2026-01-31T01:00:00.000Z');
const dayMs = 86_400_000;
const workflow = 'cleanupPrivacyRequests';
const at = (ms: number): string => new Date(ms).toISOString();

describe('cleanupPrivacyRequests, by the facts of the catalogue', () => {
  let privacy: Awaited<ReturnType<typeof openPrivacy>>;
  const run = () => runWorkflow(privacy.engine, workflow);
  const gone = { url_file: null, file_token: null, file_purged_at: nowMs };

  /** A request with a file, made so long ago. */
  async function filed(id: number, agoMs: number, more: object = {}): Promise<number> {
    const file = { url_file: `/api/privacy/files/${id}`, file_token: String(id) };
    await privacy.ask(id, { status: 'complete', ...file, created_at: at(nowMs - agoMs), ...more });
    const row = { table_name: 'nms_recipient', row_count: 1, content: '<recipient/>', collected_at: at(nowMs) };
    await privacy.engine.knex('nms_gdpr_request_data').insert({ gdpr_request_id: id, ...row });
    return id;
  }

  beforeAll(async () => {
    privacy = await openPrivacy(nowMs, workflow);
  }, 120_000);
  afterAll(() => privacy.engine.close());

  it('erases the file of 91 days with its data and address, keeps that of 89, and a second run changes nothing', async () => {
    const before = await privacy.requests();
    const { records } = await run();
    expect(records).toMatchObject({ requests: 1, disable: 1, deleteData: 1 });
    const expected = before.map((one) => (one.gdpr_request_id === 9 ? { ...one, ...gone } : one));
    expect(await privacy.requests()).toEqual(expected);
    expect(await privacy.data(9)).toEqual([]);
    expect(await privacy.request(10)).toMatchObject({ file_token: '00000000000000000000000000000059' });
    expect(await privacy.data(10)).toHaveLength(1);
    expect((await run()).records).toMatchObject({ requests: 0, deleteData: 0 });
    expect(await privacy.requests()).toEqual(expected);
  });

  it('measures from the creation of the request, to the millisecond, by the delay that is set', async () => {
    const old = await filed(101, 90 * dayMs + 1);
    const young = await filed(102, 90 * dayMs);
    await run();
    expect(await privacy.request(old)).toMatchObject(gone);
    expect(await privacy.data(young)).toHaveLength(1);
    const { knex } = privacy.engine;
    await knex('xtk_option').insert({ name: 'Privacy_Request_PurgeDelay', data_type: 'integer', value: '89' });
    await run();
    await knex('xtk_option').where({ name: 'Privacy_Request_PurgeDelay' }).delete();
    expect(await privacy.request(young)).toMatchObject(gone);
    expect(await privacy.data(young)).toEqual([]);
  });

  it('erases what was collected for a deletion too, whether a file was offered or not, and nothing that is under way', async () => {
    const deletion = await filed(111, 91 * dayMs, { type: 2, status: 'error', url_file: null, file_token: null });
    const underWay = await filed(112, 91 * dayMs, { status: 'processing' });
    await run();
    expect(await privacy.data(deletion)).toEqual([]);
    expect(await privacy.data(underWay)).toHaveLength(1);
    expect((await privacy.request(underWay)).url_file).not.toBeNull();
  });

  it('runs every night at one, and takes what has grown old by then', async () => {
    const next = nowMs + dayMs;
    const id = await filed(121, 89 * dayMs + 1);
    await privacy.engine.until(next - 1);
    expect((await privacy.request(id)).url_file).not.toBeNull();
    await privacy.engine.until(next);
    expect(await privacy.request(id)).toMatchObject({ url_file: null, file_purged_at: next });
  });
});
