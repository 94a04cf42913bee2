import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';
import type { Simulation, SimulationOrder } from '../../server/contract/simulations.ts';
import { twoSteps } from './support/workflows.ts';

const password = 'long enough for all';

describe('a draft that is to be simulated', () => {
  let web: TestWeb;
  let admin: ApiClient;
  let operator: ApiClient;
  beforeAll(async () => {
    web = await startWeb({ worker: false });
    admin = await signIn(web.url);
    await admin.post('/api/operators', { name: 'operator', role: 'operator', password });
    operator = await signIn(web.url, 'operator', password);
  });
  afterAll(() => web.close());

  const draw = async (workflow: string, definition: object): Promise<void> => {
    await admin.post('/api/workflows', twoSteps(workflow));
    const drawn = await admin.send('PUT', `/api/workflows/${workflow}/draft`, { definition });
    expect(drawn.status).toBeLessThan(300);
  };
  const simulated = (client: ApiClient, workflow: string, simulate: unknown) =>
    client.post(`/api/workflows/${workflow}/instances`, { simulate });
  /** This server has no process for simulations: whoever comes so far may simulate. */
  const mayBe = { status: 503, body: { code: 'unavailable' } };

  it('is judged by its own category: a technical one needs the right to start what is technical', async () => {
    await draw('plain', twoSteps('plain', { category: 'technical' }));
    const refused = { status: 403, body: { code: 'forbidden', right: 'startTechnical' } };
    expect(await simulated(operator, 'plain', { draft: true })).toMatchObject(refused);
    expect(await simulated(operator, 'plain', true)).toMatchObject(mayBe);
    expect(await simulated(admin, 'plain', { draft: true })).toMatchObject(mayBe);
  });

  it('is refused where it is named otherwise than its workflow', async () => {
    await draw('one', twoSteps('other'));
    expect(await simulated(admin, 'one', { draft: true })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/name' }] },
    });
  });
});

describe('a simulation that is asked for under a key', () => {
  const orders: SimulationOrder[] = [];
  const report = ({ id, definition: { name } }: SimulationOrder): Simulation => ({
    ...{ id, workflow: name, simulated: true, status: 'finished', stoppedBecause: null, result: null, failure: null },
    ...{ virtualMs: 0, transitions: [], described: [], history: [] },
  });
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    const simulate = (order: SimulationOrder): Promise<Simulation> => {
      orders.push(order);
      return Promise.resolve(report(order));
    };
    web = await startWeb({ worker: false, simulate });
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  it('[X9] is not kept: the same key simulates again', async () => {
    await admin.post('/api/workflows', twoSteps('kept'));
    const key = { 'idempotency-key': 'once more' };
    const ask = () => admin.send('POST', '/api/workflows/kept/instances', { simulate: true }, key);
    expect(await ask()).toMatchObject({ status: 200, body: { simulated: true } });
    expect(await web.inbox('sb_idempotency').where({ key: 'once more' })).toEqual([]);
    expect(await ask()).toMatchObject({ status: 200, body: { simulated: true } });
    expect(orders).toHaveLength(2);
  });

  it('[X7] is told the newest versions of the workflows that it calls', async () => {
    await admin.post('/api/workflows', twoSteps('callee'));
    const bill = { type: 'subWorkflow', workflow: 'callee' };
    const other = { type: 'subWorkflow', workflow: 'nobodys' };
    const caller = {
      name: 'caller',
      activities: { begin: { type: 'start' }, bill, other, done: { type: 'end' } },
      transitions: [
        { from: 'begin', to: 'bill' },
        { from: 'bill', to: 'other' },
        { from: 'other', to: 'done' },
      ],
    };
    expect((await admin.post('/api/workflows', caller)).status).toBe(201);
    await admin.post('/api/workflows/caller/instances', { simulate: true });
    expect(orders.at(-1)?.called.map(({ name }) => name)).toEqual(['callee']);
  });
});
