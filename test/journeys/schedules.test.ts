import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

const dayMs = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

/** Fires each morning on the Chathams, and ends at once. */
const morning = {
  name: 'morning',
  label: 'Load from Chatham',
  timeZone: 'Pacific/Chatham',
  activities: { clock: { type: 'scheduler', cron: '0 9 * * *' }, done: { type: 'end' } },
  transitions: [{ from: 'clock', to: 'done' }],
};

describe('schedules in the browser', () => {
  const journey: { now?: Journey; instance?: string } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney();
    const api = await signIn(here().server.url);
    await api.post('/api/workflows', morning);
    await api.post('/api/workflows/morning/start');
    const { body } = await api.post('/api/workflows/morning/instances', { input: {} });
    journey.instance = (body as { id: string }).id;
  });
  afterAll(() => journey.now?.end());

  const openMorning = async (page: Page) => {
    await page.getByRole('link', { name: 'Schedules' }).click();
    await page.locator('[data-day]').nth(2).click();
    const firing = page.locator('[data-firing="morning/clock"]');
    // Where the viewer’s clocks show another time, the schedule’s own stands beside it.
    await firing.getByText('09:00 in Pacific/Chatham').waitFor();
    await firing.getByRole('button', { name: 'Load from Chatham' }).click();
    return page.getByRole('dialog', { name: 'Load from Chatham' });
  };

  test('a cell of the heat map is walked to, and opens what ran in it', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.goto('/schedules?view=heat&workflow=morning');
    const full = page.getByRole('grid').getByRole('button', { name: /one workflow/ });
    await full.first().waitFor();
    const before = page.locator('[data-cell]').first();
    await before.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    expect(await before.evaluate((cell) => cell.matches(':focus'))).toBe(true);
    await full.first().focus();
    await page.keyboard.press('Enter');
    const run = page.locator(`[data-opened-cell] [data-run="${journey.instance!}"]`);
    await run.waitFor();
    expect(await run.getByRole('link').getAttribute('href')).toBe(`/instances/${journey.instance!}`);
    expect(new URL(page.url()).searchParams.get('cell')).not.toBeNull();
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('a schedule is held with a reason, found where nothing fires, and released', async () => {
    const { page, complaints } = await here().visit(admin);
    const drawer = await openMorning(page);
    await drawer.getByRole('button', { name: 'Hold' }).click();
    await page.getByLabel('Why (others will read it)').fill('the warehouse moves');
    await page.getByRole('button', { name: 'Hold them' }).click();
    await drawer.getByText('It is held by admin: the warehouse moves.').waitFor();
    await drawer.getByRole('button', { name: 'Close' }).click();
    const resting = page.locator('[data-resting="morning/clock"]');
    await resting.getByText('Held').waitFor();
    await resting.getByRole('button').click();
    await drawer.getByRole('button', { name: 'Release', exact: true }).click();
    await drawer.locator('[data-held="false"]').waitFor();
    await resting.waitFor({ state: 'detached' });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('three days are made up for: what would begin is shown, then how far it has come', async () => {
    const { page, complaints } = await here().visit(admin);
    const drawer = await openMorning(page);
    await drawer.getByLabel('First day').fill(daysAgo(5));
    await drawer.getByLabel('Last day').fill(daysAgo(3));
    await drawer.getByRole('button', { name: 'Show' }).click();
    await drawer.getByText('3 firings would begin').waitFor();
    await drawer.getByRole('button', { name: 'Begin all 3' }).click();
    const backfill = drawer.locator('[data-backfill][data-status="finished"]');
    await backfill.waitFor({ timeout: 60_000 });
    await backfill.getByText('3 of 3').waitFor();
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
