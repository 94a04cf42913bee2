import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../support/apiClient.ts';
import type { ApiAnswer, ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { waitThenEnd } from './support/workflows.ts';
import { until } from './support/until.ts';

interface Row {
  readonly activity: string | null;
  readonly dueAt: string;
  readonly status: string;
  readonly reason: string | null;
}
const rowsOf = (answer: ApiAnswer): readonly Row[] => (answer.body as { items: readonly Row[] }).items;

describe('what became of firings', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  it('shows where a workflow had not finished by when it was expected to', async () => {
    await admin.post('/api/workflows', waitThenEnd('late', { expectBy: { cron: '* * * * * *' } }));
    await admin.post('/api/workflows/late/start');
    const rows = await until(
      () => admin.get('/api/firings?status=unmet&workflow=late'),
      (answer) => rowsOf(answer).length > 0,
    );
    const reason = expect.stringContaining('no instance has finished since') as unknown;
    expect(rowsOf(rows).at(-1)).toMatchObject({ activity: null, status: 'unmet', reason });
    const ofWorkflow = rowsOf(await admin.get('/api/workflows/late/firings?next=5'));
    expect(ofWorkflow[0]).toMatchObject({ activity: null, status: 'unmet', reason });
    await admin.post('/api/workflows/late/stop');
  });
});
