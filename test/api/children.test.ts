import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';
import { twoSteps, waitThenEnd } from './support/workflows.ts';

/** Begins `workflow` for each of two items. */
const callsFor = (name: string, workflow: string): Record<string, unknown> => ({
  name,
  activities: {
    begin: { type: 'start' },
    each: { type: 'subWorkflow', workflow, forEach: '["x", "y"]' },
    done: { type: 'end', result: 'vars.results' },
  },
  transitions: [
    { from: 'begin', to: 'each' },
    { from: 'each', to: 'done' },
  ],
});

describe('sub-workflows over HTTP', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    await admin.post('/api/workflows', waitThenEnd('patient'));
    await admin.post('/api/workflows', callsFor('caller', 'patient'));
  });
  afterAll(() => web.close());

  it('children are listed by their parent, and tell whose they are', async () => {
    const location = (await admin.post('/api/workflows/caller/instances')).headers.get('location') ?? '';
    const id = location.split('/').at(-1) ?? '';
    const listed = await until(
      () => admin.get(`/api/instances?parent=${id}`),
      ({ body }) => (body as { total: number }).total === 2,
    );
    const link = { instance: id, task: `${id}.t3`, depth: 1 };
    expect(listed.body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ workflow: 'patient', parent: { ...link, item: 0 }, startedBy: `instance:${id}` }),
        expect.objectContaining({ workflow: 'patient', parent: { ...link, item: 1 } }),
      ]),
    });
    expect(await admin.get(location)).toMatchObject({ body: { parent: null, workflow: 'caller' } });
    const [child = ''] = (listed.body as { items: { id: string }[] }).items.map((one) => one.id);
    const detail = expect.stringContaining(`child of ${id}`);
    expect(await admin.post(`/api/instances/${child}/restart`)).toMatchObject({ status: 409, body: { detail } });
    const judged = await admin.post('/api/bulk', { dryRun: true, request: 'restart', filter: { ids: [child] } });
    expect(JSON.stringify(judged.body)).toContain(`child of ${id}`);
    await admin.post('/api/signals/go');
    const ended = await until(
      () => admin.get(location),
      ({ body }) => (body as { status: string }).status === 'finished',
    );
    expect(ended).toMatchObject({ body: { result: [null, null] } });
  });

  it('[F32] a workflow that would begin itself, through another one too, is refused', async () => {
    expect(await admin.post('/api/workflows', callsFor('vain', 'vain'))).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'sub-workflow-cycle', pointer: '/activities/each/workflow' }] },
    });
    await admin.post('/api/workflows', twoSteps('second'));
    await admin.post('/api/workflows', callsFor('first', 'second'));
    const closed = await admin.post('/api/workflows/second/validate', callsFor('second', 'first'));
    expect(closed).toMatchObject({
      body: {
        problems: [{ code: 'sub-workflow-cycle', message: '"second" would begin itself: second > first > second' }],
      },
    });
  });

  it('a workflow that is not there yet is a warning', async () => {
    expect(await admin.post('/api/workflows/x/validate', callsFor('x', 'nobody'))).toMatchObject({
      body: { problems: [{ code: 'sub-workflow-unknown', level: 'warning' }] },
    });
  });
});
