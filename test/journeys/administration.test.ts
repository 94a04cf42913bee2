import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

describe('administration in the browser', () => {
  const journey: { now?: Journey } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney();
  });
  afterAll(() => journey.now?.end());

  test('a package is removed after what would go was read, keeps its data, and finds them when it is installed again', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.getByRole('link', { name: 'Packages' }).click();
    const delivery = page.locator('[data-package="delivery"]');
    await delivery.getByText(/^\d+ other packages need it: remove those first\.$/).waitFor();
    expect(await delivery.getByRole('button', { name: /^Remove/ }).isDisabled()).toBe(true);
    const resources = page.locator('[data-package="marketing-resources"]');
    await resources.getByRole('button', { name: /^Remove/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('assetMgt').waitFor();
    await dialog.getByText(/tables? with \d+ rows? kept$/).waitFor();
    await dialog.getByLabel('Delete its data, too').check();
    await dialog.getByText(/tables? with \d+ rows? deleted$/).waitFor();
    await dialog.getByLabel('Delete its data, too').uncheck();
    await dialog.getByRole('button', { name: 'Remove package', exact: true }).click();
    await page.getByText(/ is removed; its data are kept\.$/).waitFor({ timeout: 60_000 });
    await resources.getByText('Data kept').waitFor();
    const api = await signIn(here().server.url);
    expect((await api.get('/api/workflows/assetMgt')).status).toBe(404);
    await resources.getByRole('button', { name: /^Install/ }).click();
    await dialog.getByText('Its data were kept when it was removed').waitFor();
    await dialog.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByText('Marketing resources is installed.').waitFor({ timeout: 60_000 });
    await page.locator('[data-package="marketing-resources"][data-status="installed"]').waitFor();
    expect((await api.get('/api/workflows/assetMgt')).status).toBe(200);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('a package that goes with its data begins anew with demo data, and whoever may not change packages only reads', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.goto('/packages');
    const resources = page.locator('[data-package="marketing-resources"]');
    await resources.getByRole('button', { name: /^Remove/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Delete its data, too').check();
    await dialog.getByRole('button', { name: 'Remove package and data' }).click();
    await page.getByText(/ is removed, and so are its data\.$/).waitFor({ timeout: 60_000 });
    const api = await signIn(here().server.url);
    expect((await api.get('/api/packages/marketing-resources')).body).toMatchObject({ hasData: false });
    await resources.getByRole('button', { name: /^Install/ }).click();
    await dialog.getByLabel('Fill its tables with demo data').check();
    await dialog.getByRole('button', { name: 'Install', exact: true }).click();
    await page.locator('[data-package="marketing-resources"][data-status="installed"]').waitFor({ timeout: 60_000 });
    expect(complaints()).toEqual([]);
    await page.context().close();
    const sam = { name: 'sam', password: 'the password of sam' };
    await api.post('/api/operators', { ...sam, label: 'Sam', role: 'support' });
    const other = await here().visit(sam);
    await other.page.goto('/packages');
    await other.page.locator('[data-package="delivery"]').waitFor();
    expect(await other.page.getByRole('button', { name: /^(Install|Remove)/ }).count()).toBe(0);
    await other.context.close();
  });
});
