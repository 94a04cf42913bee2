import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { journalListSchema } from '../../server/contract/instances.ts';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';

const definition = {
  name: 'asked',
  activities: {
    begin: { type: 'start' },
    go: { type: 'signal' },
    ask: { type: 'approval', operator: 'admin', title: 'On?', message: '', choices: [{ outlet: 'yes', label: 'Yes' }] },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'go' },
    { from: 'go', to: 'ask' },
    { from: 'ask', outlet: 'yes', to: 'done' },
  ],
};
const approvalsSchema = z.object({ items: z.array(z.object({ task: z.string() })) });

describe('the journal of an instance', () => {
  let web: TestWeb;
  let admin: ApiClient;
  let instance: string;
  const journal = async (query = '') => journalListSchema.parse((await admin.get(`${instance}/journal${query}`)).body);
  const becomes = (status: string) =>
    until(
      () => admin.get(instance),
      ({ body }) => z.object({ status: z.string() }).parse(body).status === status,
    );
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', definition);
    instance = (await admin.post('/api/workflows/asked/instances')).headers.get('location') ?? '';
    await admin.post(`${instance}/pause`, { reason: 'stocktaking' });
    await becomes('paused');
    await admin.post(`${instance}/resume`);
    await becomes('running');
    await admin.post('/api/signals/go');
    const asked = await until(
      async () => approvalsSchema.parse((await admin.get('/api/approvals')).body).items[0],
      (found) => found !== undefined,
    );
    await admin.post(`/api/tasks/${asked?.task ?? ''}/answer`, { choice: 'yes', comment: 'fine' });
    await becomes('finished');
  }, 60_000);
  afterAll(() => web.close());

  it('tells who began, paused, resumed, signalled and answered it, in order', async () => {
    const { items, total } = await journal();
    const texts = items.map(({ text }) => text);
    const told = [
      'The instance began by admin',
      'Waits for the signal go',
      'Paused by admin: stocktaking',
      'Instance paused',
      'Resumed by admin',
      'Signal go received',
      'Asks admin and waits for an answer',
      'admin answered yes: fine',
      'Instance finished',
    ];
    expect(texts.filter((text) => told.includes(text))).toEqual(told);
    expect(items).toHaveLength(total);
    expect(items.find(({ type }) => type === 'pauseCauseAdded')).toMatchObject({
      ...{ level: 'warning', by: 'admin', activity: null },
      params: { kind: 'own', by: 'admin', reason: 'stocktaking' },
    });
    expect(items.map(({ type }) => type)).not.toContain('eventCreated');
  });

  it('is read by page, level and activity', async () => {
    const whole = await journal();
    const pages = [await journal('?size=5'), await journal('?size=5&page=2')];
    expect(pages.flatMap(({ items }) => items)).toEqual(whole.items.slice(0, 10));
    expect(pages.map(({ total }) => total)).toEqual([whole.total, whole.total]);
    expect((await journal('?level=warning')).items.map(({ type }) => type)).toEqual(['pauseCauseAdded']);
    expect(await journal('?level=error')).toMatchObject({ total: 0 });
    const ofAsk = (await journal('?activity=ask')).items;
    expect(ofAsk.map(({ text }) => text)).toContain('admin answered yes: fine');
    expect(ofAsk.every(({ activity }) => activity === 'ask')).toBe(true);
  });
});
