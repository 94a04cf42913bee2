import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BulkItem, Selection } from '../../server/contract/bulk.ts';
import { signIn } from '../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { twoSteps, waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

const selectionOf = (answer: ApiAnswer): Selection => answer.body as Selection;

describe('many instances at once', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', twoSteps('short'));
  });
  afterAll(() => web.close());

  const begin = async (workflow: string, count = 1): Promise<string[]> => {
    const ids: string[] = [];
    for (let number = 0; number < count; number += 1) {
      const begun = await admin.post(`/api/workflows/${workflow}/instances`);
      ids.push((begun.headers.get('location') ?? '').split('/').at(-1) ?? '');
    }
    return ids;
  };
  const reaches = (id: string, status: string) =>
    until(
      () => admin.get(`/api/instances/${id}`),
      (answer) => (answer.body as { status: string }).status === status,
    );
  const dryRun = async (asked: object): Promise<Selection> => {
    const answer = await admin.post('/api/bulk', { dryRun: true, ...asked });
    expect(answer.status).toBe(200);
    return selectionOf(answer);
  };
  const settledSelection = async (selection: string): Promise<Selection> =>
    selectionOf(
      await until(
        () => admin.get(`/api/bulk/${selection}`),
        (answer) => selectionOf(answer).items.every(({ outcome }) => outcome !== 'requested'),
      ),
    );
  const byInstance = ({ items }: Selection): Record<string, BulkItem['outcome']> =>
    Object.fromEntries(items.map(({ instance, outcome }) => [instance, outcome]));

  it('are shown by a dry run, which changes nothing, and are asked when its selection is applied', async () => {
    await admin.post('/api/workflows', waitThenEnd('many'));
    const [one, two, three] = await begin('many', 3);
    await admin.post(`/api/instances/${three!}/stop`);
    await reaches(three!, 'stopped');
    const selection = await dryRun({ request: 'pause', reason: 'inventory', filter: { workflow: 'many' } });
    expect(selection).toMatchObject({ request: 'pause', count: 3, possible: 2, appliedAt: null });
    expect(byInstance(selection)).toEqual({ [one!]: 'possible', [two!]: 'possible', [three!]: 'refused' });
    expect(selection.items.find(({ instance }) => instance === three)?.reason).toContain('stopped');
    expect(await reaches(one!, 'running')).toMatchObject({ body: { status: 'running' } });

    const applied = await admin.post('/api/bulk', { dryRun: false, selection: selection.selection });
    expect(applied).toMatchObject({ status: 202, body: { count: 3, possible: 2 } });
    expect(byInstance(await settledSelection(selection.selection))).toEqual({
      [one!]: 'applied',
      [two!]: 'applied',
      [three!]: 'refused',
    });
    for (const id of [one!, two!])
      expect((await reaches(id, 'paused')).body).toMatchObject({ pauseCauses: [{ reason: 'inventory' }] });
  });

  it('that have changed since the dry run are judged anew', async () => {
    await admin.post('/api/workflows', waitThenEnd('changing'));
    const [one, two] = await begin('changing', 2);
    const { selection } = await dryRun({ request: 'stop', filter: { ids: [one, two] } });
    await admin.post(`/api/instances/${one!}/kill`);
    await reaches(one!, 'stopped');
    await admin.post('/api/bulk', { dryRun: false, selection });
    const { items } = await settledSelection(selection);
    expect(items).toMatchObject([
      {
        instance: one,
        status: 'stopped',
        outcome: 'refused',
        reason: expect.stringContaining('stopped'),
        requests: [],
      },
      { instance: two, outcome: 'applied', requests: [expect.any(String)] },
    ]);
  });

  it('are asked once, however often their selection is applied, and as often as the server dies meanwhile', async () => {
    await admin.post('/api/workflows', waitThenEnd('once'));
    const ids = await begin('once', 2);
    const { selection } = await dryRun({ request: 'restart', filter: { workflow: 'once' } });
    const apply = () => admin.post('/api/bulk', { dryRun: false, selection });
    const first = selectionOf(await apply());
    // As it is when the results were never written.
    await web.inbox('sb_selection').where({ id: selection }).update({ applied_at: null });
    const again = selectionOf(await apply());
    const requests = (of: Selection) => of.items.map((item) => item.requests);
    expect(requests(again)).toEqual(requests(first));
    expect(requests(selectionOf(await apply()))).toEqual(requests(first));
    await settledSelection(selection);
    expect(await admin.get('/api/instances?workflow=once&status=running')).toMatchObject({ body: { total: 2 } });
    expect(await web.inbox('sb_request').whereIn('instance', ids).where({ operation: 'restart' })).toHaveLength(2);
  });

  it('whose failed tasks are skipped go on, with the reason in their journals', async () => {
    const broken = {
      name: 'broken',
      overlap: 'allow',
      activities: {
        begin: { type: 'start' },
        ask: { type: 'query', sql: 'SELECT n FROM no_such_table' },
        done: { type: 'end' },
      },
      transitions: [
        { from: 'begin', to: 'ask' },
        { from: 'ask', to: 'done' },
      ],
    };
    await admin.post('/api/workflows', broken);
    const [one] = await begin('broken');
    await reaches(one!, 'paused');
    expect(await admin.post('/api/bulk', { dryRun: true, request: 'skip', filter: {} })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/reason' }] },
    });
    const { selection } = await dryRun({ request: 'skip', reason: 'no table', filter: { workflow: 'broken' } });
    await admin.post('/api/bulk', { dryRun: false, selection });
    expect((await reaches(one!, 'finished')).body).toMatchObject({ status: 'finished' });
    const journal = await admin.get(`/api/instances/${one!}/journal?q=no%20table`);
    expect(journal).toMatchObject({ body: { total: 1 } });
  });

  it('that a workflow holds are not resumed one by one: the dry run names what holds them', async () => {
    await admin.post('/api/workflows', waitThenEnd('held'));
    await admin.post('/api/workflows/held/start');
    const live = await until(
      () => admin.get('/api/instances?workflow=held&status=running'),
      (answer) => (answer.body as { total: number }).total === 1,
    );
    const { id } = (live.body as { items: { id: string }[] }).items[0]!;
    await admin.post('/api/workflows/held/pause');
    await reaches(id, 'paused');
    const { items } = await dryRun({ request: 'resume', filter: { ids: [id] } });
    expect(items).toMatchObject([{ outcome: 'refused', reason: expect.stringContaining('workflow (admin)') }]);
    expect((await dryRun({ request: 'run-now', filter: { ids: [id] } })).possible).toBe(0);
    expect((await dryRun({ request: 'acknowledge', filter: { ids: [id] } })).possible).toBe(1);
  });

  it('need the right to each, and a selection is applied by whoever made it, in time', async () => {
    await admin.post('/api/operators', { name: 'sue', password: 'a password for sue', role: 'support', label: 'Sue' });
    const sue = await signIn(web.url, 'sue', 'a password for sue');
    expect(await sue.post('/api/bulk', { dryRun: true, request: 'kill', filter: {} })).toMatchObject({
      status: 403,
      body: { right: 'kill' },
    });
    await admin.post('/api/workflows', waitThenEnd('technicals', { category: 'technical' }));
    const [one] = await begin('technicals');
    const judged = await sue.post('/api/bulk', { dryRun: true, request: 'restart', filter: { ids: [one] } });
    expect(judged.body).toMatchObject({
      possible: 0,
      items: [{ outcome: 'refused', reason: expect.stringContaining('right') }],
    });
    const { selection } = selectionOf(judged);
    expect(await admin.post('/api/bulk', { dryRun: false, selection })).toMatchObject({
      status: 409,
      body: { state: 'foreign' },
    });
    await web.inbox('sb_selection').where({ id: selection }).update({ expires_at: '2020-01-01T00:00:00.000Z' });
    expect(await sue.post('/api/bulk', { dryRun: false, selection })).toMatchObject({
      status: 409,
      body: { state: 'expired' },
    });
    expect(await sue.post('/api/bulk', { dryRun: false, selection: 'none' })).toMatchObject({ status: 404 });
  });

  it('are audited as one deed and one by one', async () => {
    await admin.post('/api/workflows', waitThenEnd('audited'));
    const [one] = await begin('audited');
    const { selection } = await dryRun({ request: 'pause', filter: { workflow: 'audited' } });
    await admin.post('/api/bulk', { dryRun: false, selection });
    expect(await admin.get(`/api/audit?subject=selection/${selection}`)).toMatchObject({
      body: { items: [{ action: 'bulk', by: 'admin' }] },
    });
    expect(await admin.get(`/api/audit?subject=instance/${one!}`)).toMatchObject({
      body: { items: [{ action: 'pause' }, { action: 'runNow' }] },
    });
  });
});
