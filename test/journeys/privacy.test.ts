import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

describe('privacy requests in the browser', () => {
  const journey: { now?: Journey } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney();
  });
  afterAll(() => journey.now?.end());

  test('a request is written down, answered by the workflow, and its file is fetched', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.getByRole('link', { name: 'Privacy' }).click();
    await page.getByRole('button', { name: 'New request' }).click();
    await page.getByLabel('E-mail address').fill('customer.21@example.org');
    await page.getByLabel('Name of the request').fill('Ann asks');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('“Ann asks” is kept.').waitFor();
    await page.getByLabel('Search by name or person').fill('ann');
    const row = page.locator('tr[data-request]', { hasText: 'Ann asks' });
    await row.waitFor();
    const api = await signIn(here().server.url);
    await api.post('/api/workflows/collectPrivacyRequests/instances', { input: {} });
    const fetching = row.getByRole('link', { name: 'Fetch the file' });
    await fetching.waitFor({ timeout: 120_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), fetching.click()]);
    expect(await readFile(await download.path(), 'utf8')).toContain('customer.21@example.org');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('a deletion waits until it is confirmed, and says whose data go', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.goto('/privacy?status=deleteConfirmationPending');
    const row = page.locator('tr[data-request]', { hasText: 'customer.10@example.org' });
    await row.getByRole('button', { name: 'Confirm deletion' }).click();
    await page.getByText('Everything that is stored about customer.10@example.org is deleted').waitFor();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText('“Request 7” is confirmed').waitFor();
    await row.waitFor({ state: 'detached' });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('whoever may not manage them has no way to them', async () => {
    const api = await signIn(here().server.url);
    const sam = { name: 'sam', password: 'the password of sam' };
    await api.post('/api/operators', { ...sam, label: 'Sam', role: 'support' });
    const { page } = await here().visit(sam);
    expect(await page.getByRole('link', { name: 'Privacy' }).count()).toBe(0);
    await page.goto('/privacy');
    await page.getByRole('heading', { name: 'You may not do this' }).waitFor();
    await page.context().close();
  });
});
