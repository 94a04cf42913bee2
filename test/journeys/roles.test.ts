import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

const olivia = { name: 'olivia', password: 'the password of olivia' };

describe('what a role shows', () => {
  const journey: { now?: Journey } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney();
    const api = await signIn(here().server.url);
    await api.post('/api/operators', { ...olivia, label: 'Olivia', role: 'operator' });
  });
  afterAll(() => journey.now?.end());

  test('an operator sees a technical workflow without the buttons to start, run, draw or publish it', async () => {
    const { page, complaints } = await here().visit(olivia);
    await page.goto('/workflows/cleanup');
    await page.waitForSelector('[data-activity="nightly"]');
    for (const name of ['Run now', 'Start', 'Pause', 'Stop', 'Publish', 'Undo', 'Tidy up']) {
      expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0);
    }
    expect(await page.getByText('View only').count()).toBe(1);
    expect(await page.getByRole('button', { name: /^Actions of / }).count()).toBe(0);
    await page.goto('/workflows');
    await page.waitForSelector('[data-workflow="cleanup"]');
    expect(await page.getByRole('button', { name: 'New workflow' }).count()).toBe(0);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('an administrator sees them all', async () => {
    const { page } = await here().visit(admin);
    await page.goto('/workflows/cleanup');
    for (const name of ['Run now', 'Pause', 'Stop', 'Publish', 'Undo']) {
      await page.getByRole('button', { name, exact: true }).waitFor();
    }
    await page.context().close();
  });

  test('a wrong password is refused with what to do next, and signing out ends on the sign-in page', async () => {
    const { page } = await here().visit();
    await page.getByLabel('Name').fill('admin');
    await page.getByRole('textbox', { name: 'Password' }).fill('not this one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Name or password is not right').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /^Signed in as Administrator/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.context().close();
  });
});
