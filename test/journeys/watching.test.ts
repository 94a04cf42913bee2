import { setTimeout as pass } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { admin, beginJourney, type Journey } from '../support/journey.ts';

const awayMs = 10_000;

/** Every half second an event: enough happens while nobody looks. */
const ticking = {
  name: 'ticking',
  label: 'Ticking',
  activities: {
    start: { type: 'start', position: [0, 0] },
    tick: { type: 'wait', for: '500ms', position: [300, 0] },
    again: {
      type: 'test',
      branches: [{ outlet: 'more', condition: 'has(vars.never) || true' }],
      default: 'stop',
      position: [600, 0],
    },
    done: { type: 'end', position: [900, 0] },
  },
  transitions: [
    { from: 'start', to: 'tick' },
    { from: 'tick', to: 'again' },
    { from: 'again', outlet: 'more', to: 'tick' },
    { from: 'again', outlet: 'stop', to: 'done' },
  ],
};

const seqsOf = (page: Page): Promise<number[]> =>
  page
    .locator('[data-seq][data-type]')
    .evaluateAll((lines) => lines.map((line) => Number(line.getAttribute('data-seq'))));

const lineOf = (page: Page) => page.locator('header [data-line]').getAttribute('data-line');

describe('watching an instance', () => {
  const journey: { now?: Journey; api?: ApiClient } = {};
  const here = (): Journey => journey.now!;
  const api = (): ApiClient => journey.api!;

  beforeAll(async () => {
    journey.now = await beginJourney({ SIGNALBOX_DEMO: 'false' });
    journey.api = await signIn(here().server.url);
    await api().post('/api/workflows', ticking);
  });
  afterAll(() => journey.now?.end());

  const begin = async (): Promise<string> => {
    const { body } = await api().post('/api/workflows/ticking/instances', { input: {} });
    return (body as { id: string }).id;
  };

  test('who loses the connection for ten seconds sees every entry once and in order afterwards', async () => {
    const id = await begin();
    const { page, context, complaints } = await here().visit(admin);
    await page.goto(`/instances/${id}`);
    await page.getByRole('tab', { name: 'Journal' }).click();
    await page.getByText('Everything', { exact: true }).click();
    await expect.poll(async () => (await seqsOf(page)).length).toBeGreaterThan(5);

    const before = (await seqsOf(page)).at(-1)!;
    await context.setOffline(true);
    // What this is about: the time that the watcher is away.
    await pass(awayMs);
    await context.setOffline(false);
    await expect.poll(() => lineOf(page), { timeout: 20_000 }).toBe('live');
    await expect.poll(async () => (await seqsOf(page)).at(-1)!, { timeout: 20_000 }).toBeGreaterThan(before + 40);

    const seqs = await seqsOf(page);
    expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
    expect(complaints()).toEqual([]);

    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click();
    await page.waitForSelector('[data-instance][data-status="stopped"]');
    await page.context().close();
  });

  test('pausing says who and why, and resuming goes on', async () => {
    const id = await begin();
    const { page, complaints } = await here().visit(admin);
    await page.goto(`/instances/${id}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByLabel(/^Why/).fill('to look at the numbers');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.waitForSelector('[data-instance][data-status="paused"]');
    await page.getByText('Paused by admin: to look at the numbers').first().waitFor();
    await page.locator('[data-request="applied"]').first().waitFor();
    await page.locator('header').getByRole('button', { name: 'Resume' }).click();
    await page.waitForSelector('[data-instance][data-status="running"]');
    await api().post(`/api/instances/${id}/stop`);
    await page.waitForSelector('[data-instance][data-status="stopped"]');
    expect(complaints()).toEqual([]);
    await page.context().close();
  });
});
