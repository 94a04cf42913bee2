import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, beginJourney, seriousBarriers, signInAt, type Journey } from '../support/journey.ts';

describe('an operator who reads another language than English', () => {
  const journey: { now?: Journey } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney();
  });
  afterAll(() => journey.now?.end());

  test('chooses it by keys, and finds workflows and cards called so, also after a reload', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    await page.getByRole('link', { name: 'Database cleanup' }).waitFor();
    await page.getByRole('button', { name: /^Signed in as/ }).click();
    const choice = page.getByLabel('Labels of workflows in');
    expect(await seriousBarriers(page)).toEqual([]);
    await choice.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await choice.inputValue()).toBe('sv');
    await page.keyboard.press('Escape');

    await page.getByRole('link', { name: 'Databasrensning', exact: true }).click();
    const card = page.locator('[data-activity="nightly"]');
    await card.getByText('Varje natt klockan 4').waitFor();
    await page.reload();
    await card.getByText('Varje natt klockan 4').waitFor();
    expect(complaints()).toEqual([]);
  });

  test('is met in the language of the browser, where labels have it', async () => {
    const { browser, server } = here();
    const context = await browser.newContext({ baseURL: server.url, locale: 'zh-TW' });
    const page = await context.newPage();
    await page.goto('/');
    await signInAt(page, admin);
    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    await page.getByRole('link', { name: '資料庫清除', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await page.getByRole('link', { name: '選件主張', exact: true }).click();
    await page.getByRole('heading', { name: '選件主張', exact: true }).waitFor();
  });
});
