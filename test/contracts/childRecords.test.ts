import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { instanceIdSchema, taskIdSchema } from '../../engine/model/ids.ts';
import { keepFamily } from '../../engine/runtime/family.ts';
import { works, type Act } from '../support/givenInstance.ts';
import { graphOf } from '../support/graphOf.ts';
import type { RunnerStore } from '../support/runnerBench.ts';
import { onEveryStore } from '../support/runnerStores.ts';
import { dawnMs, Shell } from '../support/shell.ts';

const instance = instanceIdSchema.parse('i1');

onEveryStore((name, create) => {
  describe(`the children of a task ${name}`, () => {
    let bench: RunnerStore;
    let shell: Shell;
    let saved = 0;
    beforeEach(async () => {
      bench = await create(new VirtualClock(dawnMs));
      saved = 0;
    });
    afterEach(() => bench.close());

    const draw = (drawing: string, forEach: string): void => {
      shell = new Shell(
        graphOf(drawing, { activities: { s: { type: 'subWorkflow', workflow: 'kid', forEach, concurrency: 3 } } }),
      );
      shell.begin({ instance });
    };
    /** As a unit of the runtime does, a transaction a step. */
    const commit = async (...acts: readonly Act[]): Promise<void> => {
      for (const act of acts) act(shell);
      for (const { before, advance } of shell.turns.slice(saved)) {
        if (advance.status !== 'advanced') continue;
        await bench.store.transaction(async (tx) => {
          await tx.saveStep(before, advance);
          await keepFamily(tx, before, advance);
        });
      }
      saved = shell.turns.length;
    };
    const due = async (limit = 50): Promise<readonly string[]> =>
      (await bench.store.dueChildren(limit)).map(({ item, matter }) => `${String(item)} ${matter}`);
    const begun = ['0 begin', '1 begin', '2 begin'];

    it.skipIf(name === 'in memory')(
      '[F26] for the rows of a work table hold these, and the first ones begin',
      async () => {
        draw('a > s', '{in}');
        await commit();
        const task = shell.task('a').id;
        const { workTable, read } = await bench.store.transaction(async (tx) => {
          const { sql } = tx.services({ instance: shell.instance, task, nowMs: dawnMs });
          const query = "SELECT 'x' AS name UNION ALL SELECT 'y' UNION ALL SELECT 'z' UNION ALL SELECT 'last'";
          const made = await sql.createWorkTable(query, {});
          return { workTable: made, read: await sql.all(`SELECT * FROM ${sql.quote(made.name)}`, {}, 10) };
        });
        await commit(works('a', { workTable, recordCount: 4 }));
        expect(await due()).toEqual(begun);
        const values = await bench.store.transaction(async (tx) => {
          const kept = [];
          for (const item of [0, 1, 2, 3]) kept.push(await tx.children.value({ task: shell.task('s').id, item }));
          return kept;
        });
        expect(values).toEqual(read);
        expect(values).toHaveLength(4);
      },
    );

    it('[F33] asked for before their values are kept, begin all the same', async () => {
      draw('s', '["x", "y", "z"]');
      await commit();
      const task = shell.task('s').id;
      const value = await bench.store.transaction(async (tx) => {
        await tx.children.keep({ instance, task }, 0, ['new', 'newer', 'newest']);
        return tx.children.value({ task, item: 1 });
      });
      expect([value, await due()]).toEqual(['newer', begun]);
    });

    it('[I14] that live hear what is due before others begin', async () => {
      draw('s', '["x", "y", "z"]');
      await commit();
      const place = { task: taskIdSchema.parse(shell.task('s').id), item: 2 };
      await bench.store.transaction(async (tx) => {
        await tx.children.begun(place, instanceIdSchema.parse('kid'));
        await tx.children.ended(place);
      });
      expect([await due(1), await due()]).toEqual([['2 ended'], ['2 ended', '0 begin', '1 begin']]);
    });
  });
});
