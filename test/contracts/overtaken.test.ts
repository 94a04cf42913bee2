import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instanceIdSchema } from '../../engine/model/ids.ts';
import { StepConflict, type EngineStore } from '../../engine/ports/engineStore.ts';
import { starts, type Act } from '../support/givenInstance.ts';
import { graphOf } from '../support/graphOf.ts';
import { postgresForThisFile } from '../support/postgresTables.ts';
import { dawnMs, Shell } from '../support/shell.ts';
import { openSqliteFiles, openSqlStore, type StoreTables } from '../support/sqliteFiles.ts';

const openPostgresTables = postgresForThisFile();

/** What a step was computed from, and the step. */
function stepOf(shell: Shell, act: Act) {
  act(shell);
  const turn = shell.turns.at(-1);
  if (turn?.advance.status !== 'advanced') throw new TypeError('the step is refused');
  return { before: turn.before, step: turn.advance };
}

describe.each([
  { database: 'SQLite', open: openSqliteFiles },
  { database: 'PostgreSQL', open: openPostgresTables },
])('two stores on one database, $database', ({ open }) => {
  let tables: StoreTables;
  let store: EngineStore;
  let other: EngineStore;
  const save = (on: EngineStore, { before, step }: ReturnType<typeof stepOf>) =>
    on.transaction((tx) => tx.saveStep(before, step));
  /** An instance that has begun, as each of the two sees it. */
  const begin = async (id: string) => {
    const [mine, theirs] = [new Shell(graphOf('a, b')), new Shell(graphOf('a, b'))];
    const begins: Act = (shell) => void shell.begin({ instance: instanceIdSchema.parse(id) });
    await save(store, stepOf(mine, begins));
    begins(theirs);
    return { mine, theirs };
  };

  beforeEach(async () => {
    tables = await open();
    store = openSqlStore(tables, () => dawnMs);
    other = openSqlStore(tables, () => dawnMs);
  });
  afterEach(async () => {
    await tables.close();
  });

  it('[D2] one that was overtaken refuses its step, and knows the instance as it is from then on', async () => {
    const { mine, theirs } = await begin('i1');
    await save(other, stepOf(theirs, starts('b')));
    await expect(save(store, stepOf(mine, starts('a')))).rejects.toThrow(StepConflict);
    expect(await store.instance(theirs.instance.id)).toEqual(theirs.instance);
  });

  it('[D2] a part that was overtaken takes all of its transaction back where only the commit finds out', async () => {
    const { mine, theirs } = await begin('i1');
    const { mine: bystander } = await begin('i2');
    await save(other, stepOf(theirs, starts('b')));
    const before = bystander.instance;
    const steps = [stepOf(bystander, starts('a')), stepOf(mine, starts('a'))];
    const both = store.transaction(async (tx) => {
      for (const one of steps) await tx.part(() => tx.saveStep(one.before, one.step));
    });
    await expect(both).rejects.toThrow(StepConflict);
    expect(await store.instance(before.id)).toEqual(before);
    expect(await store.instance(theirs.instance.id)).toEqual(theirs.instance);
  });
});
