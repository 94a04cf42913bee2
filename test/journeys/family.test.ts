import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { admin, beginJourney, seriousBarriers, type Journey } from '../support/journey.ts';
import { until } from '../support/until.ts';

const invoice = {
  name: 'invoice',
  label: 'Invoice of an order',
  inputs: { type: 'object', required: ['order'], properties: { order: { type: 'integer' } } },
  activities: {
    begin: { type: 'start', position: [0, 0] },
    check: {
      ...{ type: 'test', position: [260, 0], default: 'good' },
      branches: [{ outlet: 'bad', condition: 'instance.inputs.order == 2' }],
    },
    ask: {
      ...{ type: 'approval', position: [520, -60], group: 'workflowSupervisors', title: 'Pay?' },
      choices: [{ outlet: 'yes', label: 'Yes' }],
    },
    done: { type: 'end', position: [800, 60] },
  },
  transitions: [
    { from: 'begin', to: 'check' },
    { from: 'check', outlet: 'bad', to: 'ask' },
    { from: 'check', outlet: 'good', to: 'done' },
    { from: 'ask', outlet: 'yes', to: 'done' },
  ],
};

const invoices = {
  name: 'invoices',
  label: 'Invoices of the night',
  activities: {
    begin: { type: 'start', position: [0, 0] },
    bill: {
      ...{ type: 'subWorkflow', position: [280, 0], workflow: 'invoice', forEach: '[1, 2, 3]' },
      input: { order: 'item' },
    },
    done: { type: 'end', position: [560, 0] },
  },
  transitions: [
    { from: 'begin', to: 'bill' },
    { from: 'bill', to: 'done' },
  ],
};

interface Child {
  readonly id: string;
  readonly status: string;
}

describe('an instance with children', () => {
  const journey: { now?: Journey; api?: ApiClient; parent?: string; children?: readonly Child[] } = {};
  const here = (): Journey => journey.now!;

  beforeAll(async () => {
    journey.now = await beginJourney({ SIGNALBOX_DEMO: 'false' });
    const api = await signIn(here().server.url);
    for (const definition of [invoice, invoices]) await api.post('/api/workflows', definition);
    const { id } = (await api.post('/api/workflows/invoices/instances')).body as { id: string };
    journey.parent = id;
    journey.children = await until('two of three children have ended', async () => {
      const { items } = (await api.get(`/api/instances?parent=${id}`)).body as { items: Child[] };
      return items.filter(({ status }) => status === 'finished').length === 2 ? items : undefined;
    });
    journey.api = api;
  }, 120_000);
  afterAll(() => journey.now?.end());

  test('leads to them in the order of their items, and each leads back', async () => {
    const { page, context, complaints } = await here().visit(admin);
    await page.goto(`/instances/${journey.parent!}`);
    const family = page.getByRole('region', { name: 'Began 3 instances' });
    await family.getByText('Running').waitFor();
    expect(await family.getByRole('link').allInnerTexts()).toEqual(
      [1, 2, 3].map((item) => `Invoice of an order no. ${String(item)}`),
    );
    expect(await seriousBarriers(page)).toEqual([]);
    await family.getByRole('link', { name: 'no. 2' }).click();
    await page.getByRole('tab', { name: 'Journal' }).click();
    await page.getByText('Asks the group workflowSupervisors and waits for an answer').waitFor();
    expect(await page.getByText('@approval').count()).toBe(0);
    await page.getByRole('link', { name: 'Invoices of the night' }).click();
    await page.waitForSelector(`[data-instance="${journey.parent!}"]`);
    expect(complaints()).toEqual([]);
    await context.close();
  });

  test('[F44] a child that has ended is not offered to be restarted, and says what to do instead', async () => {
    const { page, context } = await here().visit(admin);
    const ended = journey.children!.find(({ status }) => status === 'finished')!;
    await page.goto(`/instances/${ended.id}`);
    await page.getByText('It is not restarted on its own').waitFor();
    expect(await page.getByRole('button', { name: 'Restart' }).count()).toBe(0);
    await context.close();
  });

  test('shows them on a phone too', async () => {
    const { page, context } = await here().visit({ ...admin, viewport: { width: 390, height: 844 } });
    await page.goto(`/instances/${journey.parent!}`);
    await page.getByRole('tab', { name: 'About' }).click();
    await page.getByRole('region', { name: 'Began 3 instances' }).waitFor();
    await context.close();
  });

  test('an answer to an approval reads as one in the journal', async () => {
    const waiting = journey.children!.find(({ status }) => status !== 'finished')!;
    const { items } = (await journey.api!.get('/api/approvals')).body as { items: { task: string }[] };
    const answer = { choice: 'yes', comment: 'it is fine' };
    expect((await journey.api!.post(`/api/tasks/${items[0]!.task}/answer`, answer)).status).toBeLessThan(300);
    const { page, context } = await here().visit(admin);
    await page.goto(`/instances/${waiting.id}`);
    await page.getByRole('tab', { name: 'Journal' }).click();
    await page.getByText('admin answered yes: it is fine').waitFor();
    await context.close();
  });
});
