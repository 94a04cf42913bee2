import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';

const canary = 'canary-4711';

/** Hands its secret on, alone, inside other text and inside a value. */
const passing = {
  name: 'passing',
  inputs: { type: 'object', properties: { token: { type: 'string', 'x-secret': true } } },
  activities: {
    begin: { type: 'start' },
    pass: {
      type: 'subWorkflow',
      workflow: 'taking',
      input: {
        key: 'instance.inputs.token',
        header: "'Bearer ' + instance.inputs.token",
        deep: "{'token': instance.inputs.token}",
        shop: "'main'",
      },
    },
    done: { type: 'end', result: 'vars.result' },
  },
  transitions: [
    { from: 'begin', to: 'pass' },
    { from: 'pass', to: 'done' },
  ],
};

/** Says nothing of its inputs, and shows them wherever it can. */
const taking = {
  name: 'taking',
  activities: {
    begin: { type: 'start' },
    rows: {
      type: 'query',
      sql: 'SELECT :key AS seen, :header AS header, :shop AS shop',
      params: { key: 'instance.inputs.key', header: 'instance.inputs.header', shop: 'instance.inputs.shop' },
    },
    use: {
      type: 'sqlCode',
      script: "INSERT INTO xtk_option (name, data_type, value) VALUES (:name, 'text', :key)",
      params: { key: "instance.inputs.key + '|' + instance.inputs.deep.token", name: 'instance.id' },
    },
    done: { type: 'end', result: "{'given': instance.inputs, 'shop': instance.inputs.shop}" },
  },
  transitions: [
    { from: 'begin', to: 'rows' },
    { from: 'rows', to: 'use' },
    { from: 'use', to: 'done' },
  ],
};

const instancesSchema = z.object({ items: z.array(z.object({ id: z.string() })) });
const entriesSchema = z.object({ items: z.array(z.looseObject({ type: z.string() })) });

describe("a parent's secret in its child", () => {
  let web: TestWeb;
  let admin: ApiClient;
  let parent = '';
  let child = '';
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
    expect((await admin.post('/api/workflows', taking)).status).toBe(201);
    expect((await admin.post('/api/workflows', passing)).status).toBe(201);
    const begun = await admin.post('/api/workflows/passing/instances', { input: { token: canary } });
    parent = z.object({ id: z.string() }).parse(begun.body).id;
    const ended = await until(
      () => admin.get(`/api/instances/${parent}`),
      ({ body }) => (body as { status: string }).status === 'finished',
    );
    expect(ended.body).toMatchObject({ status: 'finished', result: { shop: 'main' } });
    child = instancesSchema.parse((await admin.get(`/api/instances?parent=${parent}`)).body).items[0]?.id ?? '';
  });
  afterAll(() => web.close());

  it('[V1] is the true value for the expressions of the child', async () => {
    const used: unknown[] = await web.engine('xtk_option').where({ name: child }).pluck('value');
    expect(used).toEqual([`${canary}|${canary}`]);
  });

  it('[V2] shows in no answer about the child or its parent, and not in its history', async () => {
    expect(await admin.get(`/api/instances/${child}/variables`)).toMatchObject({
      body: { inputs: { key: '********', header: '********', deep: '********', shop: 'main' } },
    });
    const parts = ['', '/tasks', '/history', '/journal', '/variables'];
    for (const address of [parent, child].flatMap((id) => parts.map((part) => `/api/instances/${id}${part}`))) {
      const { status, body } = await admin.get(address);
      expect(status, address).toBe(200);
      expect(JSON.stringify(body), address).not.toContain(canary);
    }
    const { items } = entriesSchema.parse((await admin.get(`/api/instances/${child}/history`)).body);
    expect(items.map(({ type }) => type)).toContain('began');
  });

  it('[V2] shows in nothing that is kept of the child, its rows among it', async () => {
    for (const table of ['sb_instance', 'sb_task', 'sb_history', 'sb_work_rows', 'sb_firing']) {
      const rows: unknown = await web.engine(table).select('*');
      const told = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
      expect(told, table).not.toContain(canary);
    }
    const kept: unknown[] = await web.engine('sb_work_rows').pluck('rows');
    expect(kept).toEqual([JSON.stringify([{ seen: '********', header: '********', shop: 'main' }])]);
  });
});
