import { isDeepStrictEqual } from 'node:util';
import type { Knex } from 'knex';
import { z } from 'zod';
import { packages } from '../../../definitions/registry/packages.generated.ts';
import { replay } from '../../../engine/core/evolve.ts';
import { entrySchema, type Entry } from '../../../engine/model/entry.ts';
import { instanceSchema } from '../../../engine/model/instance.ts';
import type { Begun } from './ledger.ts';
import type { KilledWorkflow } from './randomWorkflow.ts';

const shipped = packages.flatMap(({ workflows }) => workflows.map(({ name }) => name));
const rowSchema = z.object({ id: z.string(), state: z.string(), seq: z.number(), status: z.string() });
const entriesSchema = z.array(z.string().transform((text) => entrySchema.parse(JSON.parse(text))));

const finishes = (entries: readonly Entry[]): number =>
  entries.filter((entry) => entry.type === 'statusChanged' && entry.status === 'finished').length;

/** What is wrong with the instances that the database holds: lost, stuck, finished twice, or not what their history says. */
export async function instanceFaults(knex: Knex, expected: readonly string[]): Promise<readonly string[]> {
  // What is shipped runs by its own schedules meanwhile.
  const rows = z
    .array(rowSchema)
    .parse(await knex('sb_instance').whereNotIn('workflow', shipped).select('id', 'state', 'seq', 'status'));
  const there = new Set(rows.map(({ id }) => id));
  const faults = expected.filter((id) => !there.has(id)).map((id) => `${id} is lost`);
  faults.push(...rows.filter(({ id }) => !expected.includes(id)).map(({ id }) => `nobody asked for ${id}`));
  for (const { id, state, seq, status } of rows) {
    const texts: unknown = await knex('sb_history').where({ instance: id }).orderBy('seq').pluck('entry');
    const entries = entriesSchema.parse(texts);
    if (status !== 'finished' || finishes(entries) !== 1)
      faults.push(`${id} is ${status}, finished ${String(finishes(entries))} times`);
    if (entries.length !== seq) faults.push(`${id} has ${String(entries.length)} entries, not ${String(seq)}`);
    // A clone is made of plain objects, as what comes from JSON is.
    if (!isDeepStrictEqual(structuredClone(replay(entries)), instanceSchema.parse(JSON.parse(state))))
      faults.push(`${id} is not what its history tells`);
  }
  return faults;
}

/** What is left in the queues after all has ended. */
export async function leftovers(knex: Knex): Promise<readonly string[]> {
  const tables = ['sb_ready', 'sb_timer', 'sb_subscription'];
  const left = await Promise.all(tables.map(async (table) => [table, (await knex(table).select()).length] as const));
  return left.filter(([, count]) => count > 0).map(([table, count]) => `${table}: ${String(count)}`);
}

const childSchema = z.object({ id: z.string(), parent: z.string(), workflow: z.string() });

/** The children that the instances have, by their workflows, and where an instance has not one for each of its items. */
export async function childrenOf(
  knex: Knex,
  begun: Begun,
): Promise<{ readonly children: Begun; readonly faults: readonly string[] }> {
  const rows = z
    .array(childSchema)
    .parse(await knex('sb_instance').whereNotNull('parent').select('id', 'parent', 'workflow'));
  const children = new Map<KilledWorkflow, readonly string[]>();
  const faults: string[] = [];
  for (const [{ children: planned }, parents] of begun) {
    if (!planned) continue;
    const { name } = planned.workflow.definition;
    const theirs = rows.filter(({ workflow }) => workflow === name);
    children.set(
      planned.workflow,
      theirs.map(({ id }) => id),
    );
    for (const parent of parents) {
      const count = theirs.filter((row) => row.parent === parent).length;
      if (count !== planned.items) faults.push(`${parent} has ${String(count)} children, not ${String(planned.items)}`);
    }
  }
  return { children, faults };
}
