import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

const broken = {
  name: 'broken',
  label: 'Broken',
  activities: {
    start: { type: 'start', position: [0, 0] },
    nightly: { type: 'scheduler', cron: 'every day', position: [0, 200] },
    count: { type: 'query', sql: 'SELEC 1', position: [300, 0] },
  },
  transitions: [
    { from: 'start', to: 'count' },
    { from: 'count', to: 'nowhere' },
  ],
};

describe('drawing a workflow', () => {
  const journey: { now?: Journey; api?: ApiClient } = {};
  const here = (): Journey => journey.now!;
  const api = (): ApiClient => journey.api!;

  beforeAll(async () => {
    journey.now = await beginJourney({ SIGNALBOX_DEMO: 'false' });
    journey.api = await signIn(here().server.url);
  });
  afterAll(() => journey.now?.end());

  test('one is drawn from nothing, published with a note, run and finished', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.goto('/workflows');
    await page.getByRole('button', { name: 'New workflow' }).first().click();
    await page.getByLabel('Title').fill('Count options');
    await page.getByRole('button', { name: 'Create and draw' }).click();
    await page.waitForURL('/workflows/countOptions');
    await page.waitForSelector('[data-activity="start"]');

    const palette = page.getByRole('complementary', { name: 'Activities' });
    await page.locator('[data-activity="start"]').first().click();
    await palette.getByRole('button', { name: /^Query/ }).click();
    await page.waitForSelector('[data-activity="query"]');
    const sql = page.getByRole('textbox', { name: 'Query', exact: true });
    await sql.click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText('SELECT name FROM xtk_option');
    await page.locator('[data-activity="query"]').first().click();
    await palette.getByRole('button', { name: /^End/ }).click();
    await page.waitForSelector('[data-activity="end"]');
    await page.waitForSelector('[data-save="saved"][data-problems="0"]');

    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByLabel('What has changed').fill('The first one');
    await page.getByRole('button', { name: 'Publish version 1' }).click();
    await page.getByText('Version 1 is published').waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('The first one', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Run now' }).click();
    await page.waitForSelector('[data-instance][data-status="finished"]');
    for (const activity of ['start', 'query', 'end'])
      await page.waitForSelector(`[data-activity="${activity}"][data-status="done"]`);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('a broken one shows its problems on the activities, and publishing it saves no version', async () => {
    await api().send('PUT', '/api/workflows/broken/draft', { definition: broken });
    const { page } = await here().visit(admin);
    await page.goto('/workflows/broken');
    for (const activity of ['nightly', 'count']) {
      const card = page.locator(`[data-activity="${activity}"]`).first();
      await card.getByRole('img', { name: /problem/i }).waitFor();
    }
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('button', { name: 'Publish version 1' }).click();
    const refusal = page.getByRole('alert').filter({ hasText: 'It cannot be published yet' });
    await refusal.waitFor();
    expect(await refusal.getByRole('listitem').count()).toBeGreaterThanOrEqual(3);
    const versions = await api().get('/api/workflows/broken/versions');
    expect(versions.body).toMatchObject({ total: 0 });
    await page.context().close();
  });

  test('who saved first is not overwritten: the second is told, chooses, and loses nothing', async () => {
    const definition = {
      ...broken,
      name: 'shared',
      label: 'Shared',
      activities: { start: broken.activities.start },
      transitions: [],
    };
    await api().send('PUT', '/api/workflows/shared/draft', { definition });
    const { page } = await here().visit(admin);
    await page.goto('/workflows/shared');
    await page.waitForSelector('[data-activity="start"]');
    const theirs = {
      ...definition,
      activities: { ...definition.activities, done: { type: 'end', position: [300, 0] } },
    };
    await api().send('PUT', '/api/workflows/shared/draft', { definition: theirs }, { 'if-match': '"1"' });

    await page.locator('[data-activity="start"]').first().click();
    await page.getByRole('complementary', { name: 'Activities' }).getByRole('button', { name: /^Wait/ }).click();
    await page.getByText('Somebody else saved this draft').waitFor();
    await page.getByRole('button', { name: /^Take theirs/ }).click();
    await page.waitForSelector('[data-activity="done"]');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForSelector('[data-activity="wait"]');
    await page.waitForSelector('[data-save="saved"]');
    await page.context().close();
  });
});
