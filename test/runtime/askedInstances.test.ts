import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { instanceIdSchema, type InstanceId } from '../../engine/model/ids.ts';
import { openEngine, type EngineRun } from '../packages/engineRun.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');

/** Carries a file, and is done when somebody says so. */
const courier = (fields: object = {}) => ({
  name: 'courier',
  label: 'Courier',
  category: 'campaign',
  inputs: {
    type: 'object',
    properties: { file: { type: 'string' }, pin: { type: 'string', 'x-secret': true } },
    required: ['file'],
  },
  activities: {
    begin: { type: 'start' },
    arrived: { type: 'signal', name: 'arrived' },
    done: { type: 'end', result: 'instance.inputs.file' },
  },
  transitions: [
    { from: 'begin', to: 'arrived' },
    { from: 'arrived', to: 'done' },
  ],
  ...fields,
});

/** Rows, what is done for each, and a wait, so that its rows stay. */
const controlling = (name: string, sql: string, control: object) => ({
  name,
  label: name,
  overlap: 'allow',
  activities: {
    begin: { type: 'start' },
    rows: { type: 'query', sql },
    control: { type: 'workflowControl', ...control },
    look: { type: 'signal', name: 'never' },
  },
  transitions: [
    { from: 'begin', to: 'rows' },
    { from: 'rows', to: 'control' },
    { from: 'control', to: 'look' },
  ],
});

const beginning = { operation: 'begin', workflow: 'row.workflow', key: 'row.id', input: { file: 'row.file' } };

const jobs = (...rows: readonly (readonly [id: number, workflow: string | null, file: string | null])[]): string => {
  const text = (value: string | null) => (value === null ? 'CAST(NULL AS text)' : `'${value}'`);
  return rows
    .map(([id, workflow, file]) => `SELECT ${String(id)} AS id, ${text(workflow)} AS workflow, ${text(file)} AS file`)
    .join(' UNION ALL ');
};

const answerSchema = z.object({
  key: z.string(),
  instance: instanceIdSchema.nullable(),
  refusal: z.string().nullable(),
});
const standingSchema = z.object({ instance: z.string(), status: z.string(), reason: z.string().nullable() });

describe.each(['sqlite', 'postgres'] as const)('instances that rows name, on %s', (database) => {
  let engine: EngineRun;
  let runs = 0;

  beforeAll(async () => {
    engine = await openEngine(nowMs, 0.001, { workflows: ['forecasting'] }, database);
    await engine.publish(courier());
  }, 120_000);
  afterAll(() => engine.close());

  async function run(definition: { readonly name: string; readonly category?: string }): Promise<InstanceId> {
    runs += 1;
    const instance = instanceIdSchema.parse(`i_asks${String(runs)}`);
    await engine.publish(definition);
    await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: definition.name });
    return instance;
  }

  /** The rows that left the activity that controls. */
  async function rowsOf<Row>(instance: InstanceId, schema: z.ZodType<Row>): Promise<Row[]> {
    const kept: unknown = await engine.knex('sb_work_rows').where({ instance }).orderBy('name').select('rows');
    return z
      .array(z.object({ rows: z.string().transform((text): unknown => JSON.parse(text)) }))
      .parse(kept)
      .flatMap(({ rows }) => {
        const parsed = z.array(schema).safeParse(rows);
        return parsed.success ? parsed.data : [];
      });
  }

  const begunFor = async (instance: InstanceId): Promise<InstanceId> => {
    const [first] = await rowsOf(instance, answerSchema);
    return instanceIdSchema.parse(first?.instance);
  };

  const journal = async (instance: InstanceId): Promise<string[]> => {
    const entries: unknown = await engine
      .knex('sb_history')
      .where({ instance, level: 'warning' })
      .orderBy('seq')
      .pluck('entry');
    const texts = z.array(z.string()).parse(entries);
    return texts.map((entry) => z.object({ text: z.string() }).parse(JSON.parse(entry)).text);
  };

  const rowOf = (id: InstanceId) => engine.knex<{ id: string }>('sb_instance').where({ id }).first();

  it('[W1] an instance begins for each row, with its input and whoever asked as its actor, beside one that is unfinished', async () => {
    const asker = await run(controlling('dispatch', jobs([1, 'courier', 'a.csv'], [2, 'courier', 'b.csv']), beginning));
    const answers = await rowsOf(asker, answerSchema);
    expect(answers.map(({ key, refusal }) => [key, refusal])).toEqual([
      ['1', null],
      ['2', null],
    ]);
    for (const { instance } of answers) {
      expect(await rowOf(instanceIdSchema.parse(instance))).toMatchObject({
        workflow: 'courier',
        status: 'running',
        started_by: `instance:${asker}`,
      });
    }
    const state = z.object({ state: z.string() }).parse(await rowOf(await begunFor(asker))).state;
    expect(JSON.parse(state)).toMatchObject({ inputs: { file: 'a.csv' }, firing: { reason: 'request' } });
    expect(await rowOf(asker)).toMatchObject({ status: 'running' });
    const audited = await engine.knex('sb_web_command').where({ type: 'audit' }).pluck('payload');
    expect(audited.filter((payload: string) => payload.includes('instance.begin'))).toHaveLength(2);
  });

  it('[W2] the same key is one instance, twice in the rows and in a later run', async () => {
    const twice = controlling('twice', jobs([7, 'courier', 'a.csv'], [7, 'courier', 'b.csv']), beginning);
    const answers = [await run(twice), await run(twice)];
    const named = (await Promise.all(answers.map((id) => rowsOf(id, answerSchema)))).flat();
    expect(new Set(named.map(({ instance }) => instance)).size).toBe(1);
    expect(named).toHaveLength(4);
    const asked = await engine.knex('sb_inner_request').where({ instance: named[0]?.instance });
    expect(asked).toHaveLength(1);
  });

  it('[W3] a row that cannot have an instance says why, in the journal too, and the others have theirs', async () => {
    const rows = jobs(
      [1, 'courier', 'a.csv'],
      [2, 'nobody', 'a.csv'],
      [3, 'no name', 'a.csv'],
      [4, 'forecasting', 'a.csv'],
      [5, 'courier', null],
    );
    const asker = await run(controlling('mixed', rows, beginning));
    const answers = await rowsOf(asker, answerSchema);
    expect(answers.map(({ refusal }) => refusal)).toEqual([
      null,
      'there is no workflow “nobody” with a published version.',
      '“no name” is no name of a workflow.',
      '“forecasting” is technical: rows do not begin such workflows.',
      expect.stringContaining('its input does not fit “courier”: file:'),
    ]);
    expect(answers.map(({ instance }) => instance !== null)).toEqual([true, false, false, false, false]);
    expect(await journal(asker)).toEqual(
      answers.slice(1).map(({ key, refusal }) => `Nothing began for “${key}”: ${refusal ?? ''}`),
    );
  });

  it('[W3] an input that is secret, and a row without a key, begin nothing', async () => {
    const pin = { ...beginning, input: { file: 'row.file', pin: "'1234'" } };
    const withPin = await run(controlling('pinned', jobs([1, 'courier', 'a.csv']), pin));
    const keyless = await run(controlling('keyless', jobs([1, 'courier', 'a.csv']), { ...beginning, key: "''" }));
    expect([...(await journal(withPin)), ...(await journal(keyless))]).toEqual([
      'Nothing began for “1”: its input pin is secret: a sub-workflow takes secrets.',
      'Nothing began for “”: its key is empty.',
    ]);
  });

  it('[W3] what has become impossible since it was asked is told in the journal of the instance that asked', async () => {
    const asker = await run(controlling('late', jobs([1, 'courier', 'a.csv']), beginning));
    await engine.knex('sb_inner_request').insert({
      id: 'begin/late',
      operation: 'begin',
      instance: 'late',
      payload: JSON.stringify({ operation: 'begin', workflow: 'gone', input: {}, asker }),
      by: `instance:${asker}`,
      requested_at_ms: nowMs,
    });
    const standing = { operation: 'listStatus', instance: "'late'" };
    const looker = await run(controlling('lookLate', 'SELECT 1 AS id', standing));
    expect(await journal(asker)).toEqual(['No instance of "gone" began: The workflow has no published version.']);
    const settled = await run(controlling('lookLater', 'SELECT 1 AS id', standing));
    const told = (await Promise.all([looker, settled].map((id) => rowsOf(id, standingSchema)))).flat();
    expect(told.at(-1)).toEqual({
      instance: 'late',
      status: 'refused',
      reason: 'The workflow has no published version.',
    });
  });

  it('[W4] the standing of each instance is told, of those that ended and of unknown ones too', async () => {
    const asker = await run(controlling('watched', jobs([1, 'courier', 'a.csv'], [2, 'courier', 'b.csv']), beginning));
    const [first, second] = await rowsOf(asker, answerSchema);
    await engine.ask({ operation: 'kill' }, { instance: instanceIdSchema.parse(second?.instance) });
    const ids = [first?.instance, second?.instance, 'nobody'];
    const sql = ids.map((id, at) => `SELECT ${String(at)} AS nth, '${id ?? ''}' AS instance`).join(' UNION ALL ');
    const looker = await run(
      controlling('look', `${sql} ORDER BY nth`, { operation: 'listStatus', instance: 'row.instance' }),
    );
    expect(await rowsOf(looker, standingSchema)).toMatchObject([
      { instance: first?.instance, status: 'running' },
      { instance: second?.instance, status: 'stopped' },
      { instance: 'nobody', status: 'unknown' },
    ]);
  });

  it('[W5] what rows name is stopped, but for instances of technical workflows', async () => {
    const asker = await run(controlling('sent', jobs([1, 'courier', 'a.csv']), beginning));
    const carried = await begunFor(asker);
    const looking = { operation: 'listStatus', instance: 'row.id' };
    const technical = await run({ ...controlling('apparatus', 'SELECT 1 AS id', looking), category: 'technical' });
    const sql = `SELECT '${carried}' AS instance UNION ALL SELECT '${technical}'`;
    const stopper = await run(controlling('recall', sql, { operation: 'stop', instance: 'row.instance' }));
    expect(await rowOf(carried)).toMatchObject({ status: 'stopped' });
    expect(await rowOf(technical)).toMatchObject({ status: 'running' });
    expect(await journal(stopper)).toEqual([`${technical} was not stopped: rows do not stop technical workflows.`]);
  });
});
