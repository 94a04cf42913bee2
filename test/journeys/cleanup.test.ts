import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

// Notes in the page when each card first showed each status, so that nothing that passes quickly is missed.
const noteStatuses = `
  window.seen = [];
  new MutationObserver(() => {
    for (const card of document.querySelectorAll('[data-activity][data-status]')) {
      const key = card.dataset.activity + ' ' + card.dataset.status;
      if (!window.seen.includes(key)) window.seen.push(key);
      if (card.querySelector('[role=progressbar]') && !window.seen.includes('progress')) window.seen.push('progress');
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-status'] });
`;

describe('an administrator and the clean-up', () => {
  const journey: { now?: Journey } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney({ SIGNALBOX_DEMO_SCALE: '1' });
  });
  afterAll(() => journey.now?.end());

  test('starts it now and watches its activities light up in order, with rows and progress, to its end', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.addInitScript(noteStatuses);
    await page.getByRole('link', { name: 'Workflows', exact: true }).click();
    await page.getByRole('link', { name: 'Database cleanup' }).click();
    await page.waitForSelector('[data-activity="nightly"]');
    await page.evaluate(noteStatuses);
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.waitForURL(/\/instances\//);

    await page.waitForSelector('[data-instance][data-status="finished"]', { timeout: 90_000 });
    const seen = await page.evaluate<string[]>('window.seen');
    const done = seen.filter((key) => key.endsWith(' done')).map((key) => key.split(' ')[0]);
    const inOrder = ['nightly', 'listMembers', 'subscriptions'];
    expect(
      inOrder.map((activity) => done.indexOf(activity)).every((place, index, all) => place >= (all[index - 1] ?? 0)),
    ).toBe(true);
    expect(seen.some((key) => key.endsWith(' running'))).toBe(true);
    expect(seen).toContain('progress');

    await expect.poll(() => page.title()).toMatch(/^Finished · Database cleanup/);
    expect(await page.locator('[data-activity="listMembers"]').first().innerText()).toMatch(/[\d,]+ rows/);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });

  test('finds the run in the list of workflows and in the list of instances', async () => {
    const { page, complaints } = await here().visit(admin);
    await page.goto('/workflows');
    await page
      .locator('[data-workflow="cleanup"]')
      .getByRole('link', { name: /^Finished, / })
      .click();
    await page.waitForSelector('[data-instance][data-status="finished"]');
    await page.goto('/instances?workflow=cleanup&status=finished');
    await expect.poll(() => page.locator('[data-instance]').count()).toBe(1);
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
