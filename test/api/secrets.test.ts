import type { Knex } from 'knex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { connectWatcher } from './support/liveWatcher.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';

const canary = `can"ary's / 4711`;
const shows = (value: unknown): boolean =>
  [canary, JSON.stringify(canary).slice(1, -1), JSON.stringify(JSON.stringify(canary).slice(1, -1)).slice(1, -1)].some(
    (spelled) => (typeof value === 'string' ? value : JSON.stringify(value)).includes(spelled),
  );

/** Carries its secret to wherever a definition can: rows, variables, mail, an error's text, its result. */
const keeper = {
  name: 'keeper',
  overlap: 'allow',
  inputs: {
    type: 'object',
    properties: { token: { type: 'string', 'x-secret': true }, shop: { type: 'string', default: 'main' } },
    required: ['token'],
  },
  activities: {
    begin: { type: 'start' },
    rows: {
      type: 'query',
      sql: 'SELECT :token AS seen, :shop AS shop',
      params: { token: 'instance.inputs.token', shop: 'instance.inputs.shop' },
    },
    tell: {
      type: 'alert',
      group: 'workflowSupervisors',
      title: 'With {{ instance.inputs.token }}',
      message: '{{ instance.inputs.token }}!',
    },
    go: { type: 'signal' },
    use: {
      type: 'sqlCode',
      script: "INSERT INTO xtk_option (name, data_type, value) VALUES (:name, 'text', :token)",
      params: { token: 'instance.inputs.token', name: 'instance.id' },
    },
    fail: {
      type: 'sqlCode',
      script: { sqlite: "SELECT json_extract('{}', :token)", postgres: 'SELECT CAST(CAST(:token AS text) AS integer)' },
      params: { token: 'instance.inputs.token' },
    },
    done: { type: 'end', result: "{'given': instance.inputs.token}" },
  },
  transitions: [
    { from: 'begin', to: 'rows' },
    { from: 'rows', to: 'tell' },
    { from: 'tell', to: 'go' },
    { from: 'go', to: 'use' },
    { from: 'use', to: 'fail' },
    { from: 'fail', to: 'done' },
  ],
};

const detailSchema = z.object({ id: z.string(), status: z.string() });
const tasksSchema = z.object({
  items: z.array(z.object({ id: z.string(), activity: z.string(), status: z.string() })),
});
const historySchema = z.object({
  items: z.array(z.looseObject({ type: z.string(), event: z.object({ id: z.string(), from: z.string() }).optional() })),
});

/** Every row of a database's own tables, but where the value must be. */
async function dump(knex: Knex, tables: readonly string[]): Promise<string> {
  const rows: unknown[] = [];
  for (const table of tables) rows.push(await knex(table).select('*'));
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

describe('secrets', () => {
  let web: TestWeb;
  let admin: ApiClient;
  let id = '';
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    expect((await admin.post('/api/workflows', keeper)).status).toBe(201);
    id = await begin();
  });
  afterAll(() => web.close());

  const statusIs = (instance: string, status: string) =>
    until(
      async () => detailSchema.parse((await admin.get(`/api/instances/${instance}`)).body).status,
      (now) => now === status,
    );
  const taskOf = async (instance: string, activity: string) =>
    tasksSchema
      .safeParse((await admin.get(`/api/instances/${instance}/tasks`)).body)
      .data?.items.find((task) => task.activity === activity);
  const optionOf = async (name: string): Promise<unknown> =>
    (await web.engine('xtk_option').where({ name }).pluck('value'))[0];

  async function begin(): Promise<string> {
    const answer = await admin.post('/api/workflows/keeper/instances', { input: { token: canary } });
    expect(answer.status).toBe(201);
    expect(shows(answer.body)).toBe(false);
    return detailSchema.parse(answer.body).id;
  }

  async function failing(instance: string): Promise<void> {
    await until(
      () => taskOf(instance, 'go'),
      (task) => task?.status === 'waiting',
    );
    await admin.post('/api/signals/go', { instance });
    expect(await statusIs(instance, 'paused')).toBe('paused');
  }

  it('[V1] an expression sees the true value, whenever the instance goes on', async () => {
    await failing(id);
    expect(await optionOf(id)).toBe(canary);
  });

  it('[V2] no answer, no entry and no message shows it', async () => {
    const addresses = ['', '/tasks', '/history', '/journal', '/variables'].map((part) => `/api/instances/${id}${part}`);
    for (const address of [...addresses, '/api/audit', '/api/instances', '/api/signals']) {
      const answer = await admin.get(address);
      expect(answer.status, address).toBe(200);
      expect(shows(answer.body), address).toBe(false);
    }
    const { body } = await admin.get(`/api/instances/${id}/variables`);
    expect(body).toMatchObject({ inputs: { token: '********', shop: 'main' } });
    const failed = await admin.get(`/api/instances/${id}/tasks`);
    expect(JSON.stringify(failed.body)).toContain('********');
  });

  it('[V2] neither the rows of an event nor what is kept of them show it', async () => {
    const { items } = historySchema.parse((await admin.get(`/api/instances/${id}/history`)).body);
    const event = items.find((entry) => entry.event?.from === 'rows')?.event?.id ?? '';
    const rows = await admin.get(`/api/instances/${id}/events/${event}/rows`);
    expect(rows.body).toMatchObject({ items: [{ seen: '********', shop: 'main' }], total: 1 });
    const kept: unknown[] = await web.engine('sb_work_rows').pluck('rows');
    expect(kept).toEqual([JSON.stringify([{ seen: '********', shop: 'main' }])]);
  });

  it('[V2] the live stream does not show it', async () => {
    const watcher = await connectWatcher(web.url, { cookie: admin.cookie });
    const answer = await watcher.watch({ instance: id });
    watcher.close();
    expect(JSON.stringify(answer)).toContain('********');
    expect(shows(answer)).toBe(false);
  });

  it('[V2] a skip and a result that carry it do not show it', async () => {
    const task = await taskOf(id, 'fail');
    const result = { copied: `see ${canary}` };
    await admin.post(`/api/tasks/${task?.id ?? ''}/skip`, { result, reason: `it was ${canary}` });
    expect(await statusIs(id, 'finished')).toBe('finished');
    const { body } = await admin.get(`/api/instances/${id}`);
    expect(body).toMatchObject({ result: { given: '********' } });
    expect(shows((await admin.get(`/api/instances/${id}/history`)).body)).toBe(false);
  });

  it('[V1] an instance that is restarted gets it too', async () => {
    const again = await begin();
    const restarted = await admin.post(`/api/instances/${again}/restart`);
    expect(restarted.status).toBe(202);
    const { newInstance } = z.object({ newInstance: z.string() }).parse(restarted.body);
    await failing(newInstance);
    expect(await optionOf(newInstance)).toBe(canary);
  });

  it('[V2] of all that is stored, only the secret itself and the request that brought it hold it', async () => {
    const stored = [
      'sb_instance',
      'sb_task',
      'sb_history',
      'sb_work_rows',
      'sb_mail',
      'sb_request_outcome',
      'sb_firing',
    ];
    for (const table of stored) expect(shows(JSON.parse(await dump(web.engine, [table]))), table).toBe(false);
    expect(shows(await dump(web.engine, ['sb_secret']))).toBe(true);
    const mails: unknown[] = await web.engine('sb_mail').pluck('title');
    expect(mails).toContain('With ********');
  });
});
