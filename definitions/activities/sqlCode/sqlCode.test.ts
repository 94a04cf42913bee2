import { describe, expect, it } from 'vitest';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { executorRun, type KindWorld } from '../../../test/support/kindRun.ts';
import { sqlCodeExecutor } from './sqlCode.executor.ts';
import { sqlCodeKind } from './sqlCode.kind.ts';

async function execute(written: object, world: KindWorld = {}) {
  const { run, done } = executorRun(sqlCodeKind.schema.parse(written), world);
  const outcome = await sqlCodeExecutor.execute(run);
  return { outcome, done };
}

const coded = (code: string, message: string) => Object.assign(new Error(message), { code });

describe('SQL code', () => {
  it('executes its statements in their order and counts the rows of all', async () => {
    const script = 'DELETE FROM a WHERE day < :day; UPDATE b SET done = 1;';
    const { outcome, done } = await execute({ script, params: { day: '7' } }, { touched: [3, 4] });
    expect(done.ran).toEqual([
      { sql: 'DELETE FROM a WHERE day < :day', params: { day: 7 } },
      { sql: 'UPDATE b SET done = 1', params: {} },
    ]);
    expect(outcome).toMatchObject({ recordCount: 7, vars: { recordCount: 7 }, roundRows: 7 });
  });

  it('counts the rows of earlier rounds too', async () => {
    const world = { touched: [5], round: 2, progress: { rounds: 2, rows: 20 } };
    const { outcome } = await execute({ script: 'DELETE FROM a', repeat: true }, world);
    expect(outcome).toMatchObject({ recordCount: 25, roundRows: 5 });
  });

  it('asks how many rows there are before the first round alone', async () => {
    const written = { script: 'DELETE FROM a', repeat: true, total: 'SELECT count(*) FROM a' };
    const first = await execute(written, { rows: [[{ count: '120' }]], touched: [50] });
    expect(first.outcome.total).toBe(120);
    const second = await execute(written, { round: 1, progress: { rounds: 1, rows: 50 }, touched: [50] });
    expect(second.done.asked).toEqual([]);
    expect(second.outcome.total).toBeUndefined();
  });

  it.each([
    ['SQLITE_BUSY', 'transient'],
    ['40P01', 'transient'],
    ['ECONNRESET', 'transient'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'data'],
    ['SQLITE_ERROR', 'data'],
    ['57014', 'timeout'],
  ])('takes the code %s of a database as %s', async (code, cause) => {
    const failing = execute({ script: 'DELETE FROM a' }, { touched: [coded(code, 'no such table: a')] });
    await expect(failing).rejects.toMatchObject({ failure: { cause, message: 'no such table: a' } });
  });

  it('leaves an error that is not the database’s what it is', async () => {
    await expect(execute({ script: 'DELETE FROM a' }, { touched: [new RangeError('odd')] })).rejects.toThrow(
      RangeError,
    );
  });

  it('names a parameter that has no value', async () => {
    await expect(execute({ script: 'DELETE FROM a WHERE id = :id' })).rejects.toMatchObject({
      failure: { cause: 'config', message: 'The parameter :id has no value.' },
    });
  });

  it('is performed outside the transaction only where it says so, and then never in rounds', () => {
    const { behaviour, schema } = sqlCodeKind;
    const inside = schema.parse({ script: 'DELETE FROM a', repeat: true });
    const outside = schema.parse({ script: 'VACUUM', transaction: false, repeat: true });
    expect(behaviour.does === 'work' && [inside, outside].map((config) => behaviour.performs(config))).toEqual([
      'transaction',
      'outside',
    ]);
    const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
    expect(sqlCodeKind.problems?.(outside, nowhere)).toMatchObject([{ level: 'error', pointer: '/repeat' }]);
    expect(sqlCodeKind.problems?.(inside, nowhere)).toEqual([]);
  });

  it.each([
    ['SELECT 1', false],
    ['CREATE TABLE a (b INTEGER); ANALYZE a', false],
    ["SELECT replace(a, 'UPDATE', 'b') FROM c", false],
    [{ sqlite: 'DELETE FROM a', postgres: 'SELECT 1' }, false],
    ['ANALYZE a; DELETE FROM a', true],
    ['WITH b AS (SELECT 1) INSERT INTO a SELECT * FROM b', true],
    ['/* first */ REPLACE INTO a VALUES (1)', true],
  ])('is repeated only where it can touch rows: %j', (script, may) => {
    const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
    const config = sqlCodeKind.schema.parse({ script, repeat: true });
    expect(sqlCodeKind.problems?.(config, nowhere).map(({ pointer }) => pointer)).toEqual(may ? [] : ['/repeat']);
  });
});
