import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import { admin, beginJourney, signInAt, type Journey } from '../support/journey.ts';

describe('administration in the browser', () => {
  const journey: { now?: Journey } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney();
  });
  afterAll(() => journey.now?.end());

  test('an operator is added, signs in elsewhere and sees what their role shows, and is signed out when disabled', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.getByRole('link', { name: 'Operators' }).click();
    await page.getByRole('button', { name: 'New operator' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('nora');
    await dialog.getByLabel('Label').fill('Nora');
    await dialog.getByLabel('Operator', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Generate' }).click();
    await dialog.getByRole('button', { name: 'Add operator' }).click();
    const password = await dialog.locator('[data-password]').innerText();
    await dialog.getByRole('button', { name: 'Done' }).click();
    const row = page.locator('[data-operator="nora"]');
    await row.getByText('Active').waitFor();

    const elsewhere = await here().visit();
    await signInAt(elsewhere.page, { name: 'nora', password });
    await elsewhere.page.getByRole('button', { name: 'Signed in as Nora, Operator' }).waitFor();
    expect(await elsewhere.page.getByRole('link', { name: 'Operators' }).count()).toBe(0);
    await elsewhere.page.goto('/operators');
    await elsewhere.page.getByRole('heading', { name: 'You may not do this' }).waitFor();

    await row.getByRole('button', { name: 'Disable Nora' }).click();
    await dialog.getByRole('button', { name: 'Disable', exact: true }).click();
    await row.getByText('Disabled').waitFor();
    await elsewhere.page.goto('/');
    await elsewhere.page.getByRole('button', { name: 'Sign in' }).waitFor();
    await elsewhere.context.close();
    await row.getByRole('button', { name: 'Enable Nora' }).click();
    await row.getByText('Active').waitFor();
    await row.getByRole('button', { name: 'Change Nora' }).click();
    await dialog.getByLabel('Support', { exact: true }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('Support').waitFor();
    const api = await signIn(here().server.url, 'nora', password);
    expect((await api.get('/api/session')).body).toMatchObject({ role: 'support', label: 'Nora' });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('the last administrator cannot be disabled, and the page says why', async () => {
    const { page } = await here().visit(admin);
    await page.goto('/operators');
    const row = page.locator('[data-operator="admin"]');
    await row.getByRole('button', { name: 'Disable Administrator' }).click();
    await page.getByRole('dialog').getByText('This is you').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable', exact: true }).click();
    await page.getByRole('alert').getByText('admin is the last administrator: name another one first.').waitFor();
    await row.getByText('Active').waitFor();
    await page.context().close();
  });

  test('a group is made of operators, and its members change', async () => {
    const { page, complaints } = await here().visit(admin);
    const api = await signIn(here().server.url);
    await api.post('/api/operators', { name: 'gus', label: 'Gus', role: 'support', password: 'the password of gus' });
    await page.goto('/operators');
    await page.getByRole('button', { name: 'New group' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('nightShift');
    await dialog.getByRole('combobox', { name: 'Members' }).fill('Gu');
    await page.getByRole('option', { name: 'Gus' }).click();
    await dialog.getByRole('button', { name: 'Add group' }).click();
    const group = page.locator('[data-group="nightShift"]');
    await group.getByText('gus').waitFor();
    await group.getByRole('button', { name: 'Change the members of nightShift' }).click();
    await dialog.getByRole('combobox', { name: 'Members' }).fill('Admin');
    await page.getByRole('option', { name: 'Administrator' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await group.getByText('admin').waitFor();
    const { body } = await api.get('/api/groups');
    expect(body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ name: 'nightShift', members: ['admin', 'gus'] })]),
    });
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

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
