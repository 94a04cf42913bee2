import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

const numbers =
  'WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < 120) SELECT i FROM counted ORDER BY i';

/** Makes 120 rows, then waits for a signal. */
const counting = {
  name: 'counting',
  label: 'Counting',
  variables: { limit: 5, names: ['a'] },
  activities: {
    begin: { type: 'start', position: [0, 0] },
    numbers: { type: 'query', sql: numbers, position: [300, 0] },
    go: { type: 'signal', position: [600, 0] },
    done: { type: 'end', position: [900, 0] },
  },
  transitions: [
    { from: 'begin', to: 'numbers' },
    { from: 'numbers', to: 'go' },
    { from: 'go', to: 'done' },
  ],
};

describe('the drawer of an instance', () => {
  const journey: { now?: Journey; api?: ApiClient } = {};
  const here = (): Journey => journey.now!;
  const api = (): ApiClient => journey.api!;

  beforeAll(async () => {
    journey.now = await beginJourney({ SIGNALBOX_DEMO: 'false' });
    journey.api = await signIn(here().server.url);
    await api().post('/api/workflows', counting);
  });
  afterAll(() => journey.now?.end());

  const begin = async (): Promise<string> => {
    const { body } = await api().post('/api/workflows/counting/instances', { input: {} });
    return (body as { id: string }).id;
  };

  test('a click on a transition shows the rows that passed there, page by page and as a file', async () => {
    const id = await begin();
    const { page, complaints } = await here().visit(admin);
    await page.goto(`/instances/${id}`);
    await page.locator('[data-activity="go"][data-status="waiting"]').first().waitFor();
    await page.locator('[data-transition-label="numbers:default:go"] button').click();
    await page.getByRole('tab', { name: 'Data', selected: true }).waitFor();
    const rows = page.getByRole('region', { name: 'Rows that passed' });
    await expect.poll(() => rows.locator('thead th').allInnerTexts()).toEqual(['#', 'i']);
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await expect.poll(() => rows.locator('tbody tr').first().locator('td').last().innerText()).toBe('51');

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as CSV' }).click(),
    ]);
    const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\r\n');
    expect([lines[0], lines[1], lines.length, lines.at(-1)]).toEqual(['i', '1', 121, '120']);

    await api().post('/api/signals/go', {});
    await page.waitForSelector('[data-instance][data-status="finished"]');
    await page.reload();
    await page.getByRole('tab', { name: 'Data' }).click();
    await page.getByText('Only the first 50 rows are kept').waitFor();
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('a transition that nothing has passed says so', async () => {
    const id = await begin();
    const { page, complaints } = await here().visit(admin);
    await page.goto(`/instances/${id}`);
    await page.locator('[data-activity="go"][data-status="waiting"]').first().click();
    await page.getByRole('tab', { name: 'Data' }).click();
    await page.getByRole('region', { name: 'Rows that passed' }).waitFor();
    await page.locator('[data-activity="done"]').first().click();
    await page.getByText('Nothing has passed here').waitFor();
    await api().post(`/api/instances/${id}/stop`);
    await page.waitForSelector('[data-instance][data-status="stopped"]');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('the timeline tells how long each activity took and waited, also of a pause, and chooses an activity', async () => {
    const id = await begin();
    const { page, complaints } = await here().visit(admin);
    await page.goto(`/instances/${id}`);
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const lines = page.getByRole('list', { name: 'Timeline' });
    await lines.getByRole('button', { name: /^go\b.*Waiting · .*waiting/ }).waitFor();
    await lines.locator('[data-timeline="go"] [data-phase="waiting"]').waitFor();

    await api().post(`/api/instances/${id}/pause`);
    await page.getByText('instance paused', { exact: true }).waitFor();
    await api().post(`/api/instances/${id}/resume`);
    await page.waitForSelector('[data-instance][data-status="running"]');
    await api().post('/api/signals/go', {});
    await page.waitForSelector('[data-instance][data-status="finished"]');
    await page.getByText(/^4 tasks in .* · paused for/).waitFor();
    expect(
      await lines.locator('[data-timeline]').evaluateAll((all) => all.map((one) => one.getAttribute('data-timeline'))),
    ).toEqual(['begin', 'numbers', 'go', 'done']);
    await lines.getByRole('button', { name: /^numbers\b.*Done · .*running/ }).click();
    await page.getByRole('complementary', { name: 'About' }).getByRole('heading', { name: 'numbers' }).waitFor();
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('variables are changed while the instance is paused, once what is written is right', async () => {
    const id = await begin();
    const { page, complaints } = await here().visit(admin);
    await page.goto(`/instances/${id}`);
    await page.getByRole('tab', { name: 'Variables' }).click();
    const part = page.getByRole('region', { name: 'Variables' });
    await part.getByText('They can be changed while the instance is paused.').waitFor();
    await api().post(`/api/instances/${id}/pause`);
    await part.getByText('Paused: change values and apply.').waitFor();

    const text = part.locator('.cm-content[contenteditable="true"]');
    await text.fill('{"limit": 6}');
    await part.getByText('A variable is changed, not removed: names').waitFor();
    expect(await part.getByRole('button', { name: 'Apply' }).isDisabled()).toBe(true);
    await text.fill('{"limit": 6, "names": ["a"]}');
    await part.getByText('Changed, not applied: limit').waitFor();
    await part.getByRole('button', { name: 'Apply' }).click();
    await page.locator('[data-request="applied"]').first().waitFor();
    await expect
      .poll(async () => (await api().get(`/api/instances/${id}/variables`)).body)
      .toMatchObject({ vars: { limit: 6, names: ['a'] } });
    await expect.poll(() => text.innerText()).toMatch(/"limit": 6,\n/);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
