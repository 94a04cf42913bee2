import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runWorkflow } from '../runWorkflow.ts';
import { openPrivacy } from './privacyRun.ts';

const nowMs = Date.parse('2026-01-31T01:00:00.000Z');
const dayMs = 86_400_000;
const workflow = 'collectPrivacyRequests';
const at = (ms: number): string => new Date(ms).toISOString();

describe('collectPrivacyRequests, by the facts of the catalogue', { timeout: 180_000 }, () => {
  let privacy: Awaited<ReturnType<typeof openPrivacy>>;
  let clockMs = nowMs;
  const run = () => runWorkflow(privacy.engine, workflow);
  const forward = async (ms: number): Promise<void> => {
    clockMs += ms;
    await privacy.engine.until(clockMs);
  };

  beforeAll(async () => {
    privacy = await openPrivacy(nowMs, workflow);
  }, 120_000);
  afterAll(() => privacy.engine.close());

  it('takes up what is new or to be tried again, and nothing else', async () => {
    const before = await privacy.requests();
    await run();
    const after = await privacy.requests();
    const became = after.map(({ gdpr_request_id: id, status }, index) => [id, before[index]?.status, status]);
    // What is complete stays so, whatever its number.
    expect(became.slice(10).filter(([, was, is]) => was !== 'complete' || is !== 'complete')).toEqual([]);
    expect(became.slice(0, 10)).toEqual([
      [1, 'new', 'complete'],
      [2, 'new', 'deleteConfirmationPending'],
      [3, 'new', 'errorDataNotFound'],
      [4, 'new', 'complete'],
      [5, 'retryPending', 'complete'],
      [6, 'deletePending', 'deletePending'],
      [7, 'deleteConfirmationPending', 'deleteConfirmationPending'],
      [8, 'deleteConfirmationPending', 'error'],
      [9, 'complete', 'complete'],
      [10, 'complete', 'complete'],
    ]);
    await run();
    expect(await privacy.requests()).toEqual(after);
  });

  it('asks to confirm a deletion from then on, and cancels one that nobody confirmed in fifteen days', async () => {
    expect(await privacy.request(2)).toMatchObject({ confirmation_asked_at: nowMs, ended_at: null });
    expect(await privacy.request(8)).toMatchObject({ ended_at: nowMs });
    expect((await privacy.request(8)).error_message).toContain('not confirmed');
    const waiting = { type: 2, status: 'deleteConfirmationPending' };
    await privacy.ask(50, { ...waiting, confirmation_asked_at: at(nowMs - 15 * dayMs) });
    await privacy.ask(51, { ...waiting, confirmation_asked_at: at(nowMs - 15 * dayMs - 1) });
    await run();
    expect((await privacy.request(50)).status).toBe('deleteConfirmationPending');
    expect((await privacy.request(51)).status).toBe('error');
  });

  it('collects the rows of the person from every linked table and their children, of nobody else', async () => {
    await privacy.person(700_001, { last_name: 'Lee & "Sons" <x>\nline' });
    await privacy.person(700_011);
    const tables = await privacy.fillAll(700_001);
    expect(tables).toEqual(await privacy.personalTables());
    await privacy.fillAll(700_011);
    const id = await privacy.ask(101, { reconciliation_value: ' PERSON.700001@example.com' });
    await run();
    const data = await privacy.data(id);
    expect(data.map(({ table_name: name }) => name)).toEqual(tables);
    expect(data.map(({ row_count: count }) => count)).toEqual(tables.map(() => 1));
    expect(data.map(({ content }) => content).join()).not.toContain('700011');
    const written = data.find(({ table_name: name }) => name === 'nms_recipient')?.content ?? '';
    expect(written).toMatch(/^<recipient recipient_id="700001" .*\/>$/);
    expect(written).toContain('last_name="Lee &amp; &quot;Sons&quot; &lt;x&gt;&#10;line"');
    expect(written).not.toContain('phone=');
  });

  it('offers the file at an address of its own that the request keeps', async () => {
    const files = [await privacy.request(101), await privacy.request(1)];
    expect(files.map(({ url_file: url }) => url)).toEqual(
      files.map(({ file_token }) => `/api/privacy/files/${file_token}`),
    );
    expect(new Set(files.map(({ file_token: token }) => token)).size).toBe(2);
    expect(files[0]?.file_token).toMatch(/^[0-9a-f]{32}$/);
    expect(await privacy.request(3)).toMatchObject({ url_file: null, ended_at: nowMs });
  });

  it('finds a person by phone and mobile phone, each in its own column', async () => {
    await privacy.person(700_021, { phone: '+1 555 01', mobile_phone: '+1 555 02' });
    const ask = (id: number, gdpr_namespace_id: number, reconciliation_value: string) =>
      privacy.ask(id, { gdpr_namespace_id, reconciliation_value });
    await ask(111, 2, '+1 555 01');
    await ask(112, 3, '+1 555 02');
    await ask(113, 2, '+1 555 02');
    await run();
    expect((await privacy.request(111)).status).toBe('complete');
    expect((await privacy.request(112)).status).toBe('complete');
    expect((await privacy.request(113)).status).toBe('errorDataNotFound');
  });

  it('reads what there is page by page, and custom tables that are listed', async () => {
    await privacy.person(700_031);
    const visits = Array.from({ length: 1_001 }, () => 700_031);
    await privacy.ownTable(visits);
    const id = await privacy.ask(121, { reconciliation_value: 'person.700031@example.com' });
    await run();
    const own = (await privacy.data(id)).filter(({ table_name: name }) => name === 'cus_visit');
    expect(own.map(({ row_count: count }) => count)).toEqual([...Array.from({ length: 10 }, () => 100), 1]);
    const lines = own.flatMap(({ content }) => content.split('\n'));
    expect(lines).toEqual(visits.map((recipient, visit) => `<visit visit_id="${visit}" recipient_id="${recipient}"/>`));
  });

  it('collects texts that together are more than an event may hold, each once', async () => {
    const { knex } = privacy.engine;
    await privacy.person(700_035);
    await privacy.fillAll(700_035);
    const texts = Array.from({ length: 30 }, (_, index) => `${index} ${'å'.repeat(40_000)}`);
    const page = { broad_log_id: 700_035, delivery_id: 1, delivery_part_id: 1 };
    await knex('nms_mirror_page_info').insert(texts.map((data) => ({ ...page, data })));
    const id = await privacy.ask(122, { reconciliation_value: 'person.700035@example.com' });
    await run();
    expect(await privacy.request(id)).toMatchObject({ status: 'complete', error_message: null });
    const pages = (await privacy.data(id)).filter(({ table_name: name }) => name === 'nms_mirror_page_info');
    expect(pages.reduce((sum, { row_count: count }) => sum + count, 0)).toBe(31);
    const written = pages.flatMap(({ content }) => content.split('\n'));
    expect(written.slice(1).map((line) => / data="([^"]*)"/.exec(line)?.[1])).toEqual(texts);
  });

  it('goes on at once to delete pending where one step is enough', async () => {
    const { knex } = privacy.engine;
    await knex('xtk_option').insert({ name: 'Privacy_Request_ConfirmDeletePending', data_type: 'integer', value: '0' });
    const id = await privacy.ask(131, { type: 2, reconciliation_value: 'person.700031@example.com' });
    await run();
    await knex('xtk_option').where({ name: 'Privacy_Request_ConfirmDeletePending' }).delete();
    expect(await privacy.request(id)).toMatchObject({ status: 'deletePending', confirmation_asked_at: null });
  });

  it('takes a request up again that a former run has left, and collects it once', async () => {
    const more = { reconciliation_value: 'person.700001@example.com', status: 'processing' };
    const id = await privacy.ask(141, more);
    await privacy.engine.knex('nms_gdpr_request_data').insert({
      gdpr_request_id: id,
      table_name: 'nms_recipient',
      row_count: 7,
      content: 'half',
      collected_at: at(nowMs),
    });
    await run();
    expect((await privacy.request(id)).status).toBe('complete');
    const [recipient] = (await privacy.data(id)).filter(({ table_name: name }) => name === 'nms_recipient');
    expect(recipient?.row_count).toBe(1);
  });

  it('has what fails tried again on other nights, then in error with the reason, and does the others', async () => {
    const { knex } = privacy.engine;
    // Longer than all that a script may return.
    await privacy.person(700_041, { last_name: 'x'.repeat(1_100_000) });
    const id = await privacy.ask(151, { reconciliation_value: 'person.700041@example.com' });
    const other = await privacy.ask(152, { reconciliation_value: 'person.700001@example.com' });
    await run();
    expect((await privacy.request(other)).status).toBe('complete');
    expect(await privacy.request(id)).toMatchObject({ status: 'retryPending', error_count: 1, ended_at: null });
    expect((await privacy.request(id)).error_message).toContain('1 MB');
    await forward(dayMs);
    expect(await privacy.request(id)).toMatchObject({ status: 'retryPending', error_count: 2 });
    await forward(dayMs);
    expect(await privacy.request(id)).toMatchObject({ status: 'error', error_count: 3, ended_at: clockMs });
    await knex('nms_recipient').where({ recipient_id: 700_041 }).update({ last_name: 'Lee' });
    await knex('nms_gdpr_request').where({ gdpr_request_id: id }).update({ status: 'retryPending' });
    await forward(dayMs);
    expect(await privacy.request(id)).toMatchObject({ status: 'complete', error_message: null });
  });
});
