import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';
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
