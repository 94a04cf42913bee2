import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import { admin, beginJourney, seriousBarriers, type Journey } from '../support/journey.ts';

const screens: readonly { readonly name: string; readonly path: string; readonly ready: string }[] = [
  { name: 'home', path: '/', ready: 'h1' },
  { name: 'the support desk', path: '/desk', ready: '[data-cause="error"]' },
  { name: 'the workflows', path: '/workflows', ready: '[data-workflow="cleanup"]' },
  { name: 'a new workflow', path: '/workflows?new=1', ready: '[role=dialog] form' },
  { name: 'a workflow', path: '/workflows/cleanup', ready: '[data-activity="nightly"]' },
  { name: 'the instances', path: '/instances', ready: '[data-instance]' },
  { name: 'the schedules', path: '/schedules', ready: '[data-firing]' },
  { name: 'the heat map', path: '/schedules?view=heat', ready: '[data-cell]' },
  { name: 'what was missed', path: '/schedules?view=missed', ready: '[role=search]' },
  { name: 'the reports', path: '/reports', ready: 'caption' },
  { name: 'the privacy requests', path: '/privacy', ready: '[data-request]' },
  { name: 'the outbox', path: '/outbox', ready: '[data-mail]' },
  { name: 'a mail', path: '/outbox?mail=1', ready: '[role=dialog] pre' },
  { name: 'the approvals', path: '/approvals', ready: '[data-approval]' },
  { name: 'the signals', path: '/signals', ready: '[data-signal]' },
  { name: 'the operators', path: '/operators', ready: '[data-group]' },
  { name: 'the packages', path: '/packages', ready: '[data-package]' },
  { name: 'the audit trail', path: '/audit', ready: '[data-line] summary' },
  { name: 'no such page', path: '/nowhere', ready: 'a[href="/"]' },
];

/** So that there is a mail, and an approval with a choice. */
const asking = {
  name: 'asking',
  activities: {
    begin: { type: 'start' },
    ask: {
      type: 'approval',
      group: 'workflowSupervisors',
      title: 'Go on?',
      message: 'It is time.',
      choices: [{ outlet: 'yes', label: 'Yes' }],
      expirations: [{ outlet: 'late', after: '1d' }],
    },
  },
  transitions: [{ from: 'begin', to: 'ask' }],
};

/** So that something stands still. */
const breaking = {
  name: 'breaking',
  activities: { begin: { type: 'start' }, purge: { type: 'sqlCode', script: 'DELETE FROM nowhere' } },
  transitions: [{ from: 'begin', to: 'purge' }],
};

describe('barriers for people with disabilities', () => {
  const journey: { now?: Journey; instance?: string; paused?: string | undefined } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney();
    const api = await signIn(here().server.url);
    const { body } = await api.post('/api/workflows/cleanup/instances', { input: {} });
    journey.instance = (body as { id: string }).id;
    await api.post('/api/workflows', breaking);
    const broken = await api.post('/api/workflows/breaking/instances');
    journey.paused = broken.headers.get('location')?.split('/').at(-1);
    await api.post('/api/workflows', asking);
    await api.post('/api/workflows/asking/instances');
    await api.post('/api/signals/lonely', { key: 'k', vars: { n: 1 } });
  });
  afterAll(() => journey.now?.end());

  const walk = async (page: Page): Promise<Record<string, readonly string[]>> => {
    const found: Record<string, readonly string[]> = {};
    const instance = {
      name: 'an instance',
      path: `/instances/${journey.instance!}`,
      ready: '[data-instance][data-status="finished"]',
    };
    const paused = {
      name: 'an instance that stands still',
      path: `/instances/${journey.paused!}`,
      ready: '[data-cause="paused-by-error"]',
    };
    for (const { name, path, ready } of [...screens, paused, instance]) {
      await page.goto(path);
      await page.waitForSelector(ready);
      const barriers = await seriousBarriers(page);
      if (barriers.length > 0) found[name] = barriers;
    }
    for (const tab of ['Timeline', 'Data']) {
      await page.getByRole('tab', { name: tab }).click();
      await page.getByRole('tabpanel', { name: tab }).locator('ol, table').first().waitFor();
      const barriers = await seriousBarriers(page);
      if (barriers.length > 0) found[`the tab ${tab} of an instance`] = barriers;
    }
    return found;
  };

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`there is no serious one on any screen, ${colorScheme}`, async () => {
      const { page, complaints } = await here().visit({ ...admin, colorScheme });
      expect(await walk(page)).toEqual({});
      expect(complaints()).toEqual([]);
      await page.context().close();
    });
  }

  test('there is no serious one on the sign-in page, nor on a phone', async () => {
    const { page } = await here().visit();
    expect(await seriousBarriers(page)).toEqual([]);
    await page.context().close();
    const phone = await here().visit({ ...admin, viewport: { width: 390, height: 844 } });
    expect(await walk(phone.page)).toEqual({});
    const width = await phone.page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBe(390);
    await phone.context.close();
  });
});
