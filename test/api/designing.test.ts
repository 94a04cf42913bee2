import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';
import { until } from './support/until.ts';
import { waitThenEnd } from './support/workflows.ts';

const numbers = (count: string): string =>
  `WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < ${count}) SELECT i FROM counted`;
const endless =
  'WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT 1 FROM counted) SELECT count(*) AS n FROM counted';
const refusedSchema = z.object({ errors: z.array(z.object({ pointer: z.string(), message: z.string() })) });

const secretive = {
  ...waitThenEnd('secretive'),
  inputs: { type: 'object', properties: { key: { type: 'string', 'x-secret': true }, shop: { type: 'string' } } },
};

describe.each(['sqlite', 'postgres'] as const)('designing on %s', (database) => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb({ database, triesSql: true });
    admin = await signIn(web.url);
    await web.createTable('orders');
  }, 120_000);
  afterAll(() => web.close());

  const preview = (sql: string, params: object = {}) => admin.post('/api/sql/preview', { sql, params });
  const refusal = async (sql: string): Promise<string> => {
    const { status, body } = await preview(sql);
    expect(status).toBe(422);
    return refusedSchema.parse(body).errors[0]?.message ?? '';
  };

  it(`a preview shows the first 50 rows of a query with its values (${database})`, async () => {
    const many = await preview(`${numbers('120')} WHERE i > :least -- the rest`, { least: 10 });
    expect(many).toMatchObject({ status: 200, body: { columns: ['i'], more: true } });
    const { items } = z.object({ items: z.array(z.object({ i: z.number() })) }).parse(many.body);
    expect(items.map(({ i }) => i)).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
    expect(await preview('SELECT id FROM orders')).toMatchObject({
      body: { columns: ['id'], items: [], more: false },
    });
  });

  it(`a preview neither writes nor reads what is the engine's, and says what is wrong (${database})`, async () => {
    expect(await refusal('INSERT INTO orders (id) VALUES (1)')).toContain('INSERT gives no rows');
    expect(await refusal('WITH gone AS (DELETE FROM orders RETURNING id) SELECT id FROM gone')).not.toBe('');
    expect(await refusal('SELECT * FROM sb_instance')).toContain('sb_instance');
    expect(await refusal('SELECT * FROM absent')).toContain('absent');
    expect(await refusal('SELECT :a')).toContain(':a has no value');
    expect(await refusal('SELECT * FROM {in}')).toContain('{in} has no table');
    expect(await refusal('SELECT 1; SELECT 2')).toContain('One statement');
    expect(await preview('SELECT count(*) AS n FROM orders')).toMatchObject({ body: { items: [{ n: 0 }] } });
  });

  it(`a query that never ends is ended, and web answers meanwhile (${database})`, async () => {
    const begunMs = performance.now();
    const asked = refusal(endless);
    expect((await admin.get('/api/session')).status).toBe(200);
    expect(await asked).toMatch(/longer than 5 s|statement timeout/);
    expect(performance.now() - begunMs).toBeLessThan(20_000);
  }, 60_000);

  it(`a statement is explained without being executed (${database})`, async () => {
    const explained = await admin.post('/api/sql/explain', {
      sql: 'DELETE FROM orders WHERE id = :id',
      params: { id: 1 },
    });
    expect(explained.status).toBe(200);
    expect(
      z
        .object({ lines: z.array(z.string()) })
        .parse(explained.body)
        .lines.join(' '),
    ).toContain('orders');
  });

  it(`what would be executed by its explanation is not explained (${database})`, async () => {
    const first = [
      'ANALYZE',
      'analyse',
      '/* so */ Analyze',
      '(ANALYZE)',
      '(VERBOSE, ANALYZE)',
      'EXPLAIN ANALYZE',
      'VERBOSE',
    ];
    for (const begin of first) {
      const { status, body } = await admin.post('/api/sql/explain', { sql: `${begin} SELECT id FROM orders` });
      expect([begin, status]).toEqual([begin, 422]);
      expect(JSON.stringify(body)).toContain('cannot be explained');
    }
    for (const sql of ['(SELECT id FROM orders)', 'WITH a AS (SELECT 1 AS i) SELECT i FROM a', 'VALUES (1)'])
      expect([sql, (await admin.post('/api/sql/explain', { sql })).status]).toEqual([
        sql,
        database === 'sqlite' && sql.startsWith('(') ? 422 : 200,
      ]);
  });

  it(`an expression is evaluated on what is given and on an instance, whose secrets are masked (${database})`, async () => {
    const evaluate = (body: object) => admin.post('/api/expressions/evaluate', body);
    expect(await evaluate({ expression: 'vars.a + 1', vars: { a: 2 } })).toMatchObject({
      status: 200,
      body: { value: 3 },
    });
    expect(await evaluate({ expression: 'vars.b + 1', vars: { a: 2 } })).toMatchObject({ status: 422 });
    expect(await evaluate({ expression: 'vars.' })).toMatchObject({ status: 422 });
    await admin.post('/api/workflows', secretive);
    const input = { key: 'a canary', shop: 'north' };
    const begun = (await admin.post('/api/workflows/secretive/instances', { input })).headers.get('location') ?? '';
    await until(
      async () => (await admin.get(begun)).status,
      (status) => status === 200,
    );
    const instance = begun.split('/').at(-1);
    expect(await evaluate({ expression: 'instance.inputs', instance })).toMatchObject({
      body: { value: { key: '********', shop: 'north' } },
    });
    expect(await evaluate({ expression: 'instance.inputs', instance: 'nobody' })).toMatchObject({ status: 404 });
  });

  it(`nobody tries anything who may not change definitions (${database})`, async () => {
    await admin.post('/api/operators', { name: 'olga', role: 'operator', password: 'a long enough password' });
    const olga = await signIn(web.url, 'olga', 'a long enough password');
    for (const [path, body] of [
      ['/api/sql/preview', { sql: 'SELECT 1' }],
      ['/api/sql/explain', { sql: 'SELECT 1' }],
      ['/api/expressions/evaluate', { expression: '1' }],
    ] as const)
      expect(await olga.post(path, body)).toMatchObject({ status: 403, body: { right: 'modify' } });
  });
});
