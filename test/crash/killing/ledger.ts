import type { Knex } from 'knex';
import { z } from 'zod';
import { resultOf, type KilledWorkflow } from './randomWorkflow.ts';

/** The instances of each workflow. */
export type Begun = ReadonlyMap<KilledWorkflow, readonly string[]>;

/** Workflows and those of their children. */
export const withChildren = (workflows: readonly KilledWorkflow[]): readonly KilledWorkflow[] =>
  workflows.flatMap((workflow) => [...(workflow.children ? [workflow.children.workflow] : []), workflow]);

/** Makes the tables in which the workload counts, as a package would; no key keeps anything from being there twice. */
export async function createLedger(knex: Knex, workflows: readonly KilledWorkflow[]): Promise<void> {
  await knex.raw('CREATE TABLE tally (activity TEXT NOT NULL, counted INTEGER NOT NULL)');
  await knex.raw('CREATE TABLE ledger (task TEXT NOT NULL, activity TEXT NOT NULL, instance TEXT NOT NULL)');
  await knex.raw('CREATE TABLE todo (instance TEXT NOT NULL, place INTEGER NOT NULL, done INTEGER NOT NULL)');
  await knex.raw('CREATE TABLE collected (instance TEXT NOT NULL, results TEXT NOT NULL)');
  const counting = withChildren(workflows).flatMap(({ counting: names }) => names);
  await knex('tally').insert(counting.map((activity) => ({ activity, counted: 0 })));
}

const lineSchema = z.object({ task: z.string(), activity: z.string(), instance: z.string() });
const tallySchema = z.object({ activity: z.string(), counted: z.number() });
const todoSchema = z.object({ instance: z.string(), done: z.number() });
const collectedSchema = z.object({ instance: z.string(), results: z.string() });

const grouped = <Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): ReadonlyMap<Key, Value[]> => {
  const found = new Map<Key, Value[]>();
  for (const value of values) found.set(keyOf(value), [...(found.get(keyOf(value)) ?? []), value]);
  return found;
};

const not = (what: string, found: number, wanted: number): readonly string[] =>
  found === wanted ? [] : [`${what}: ${String(found)}, not ${String(wanted)}`];

/** Each task that counted has left one line, and each activity that counts one an instance. */
async function countedFaults(knex: Knex, begun: Begun): Promise<readonly string[]> {
  const lines = z.array(lineSchema).parse(await knex('ledger').select('task', 'activity', 'instance'));
  const rows = z.array(tallySchema).parse(await knex('tally').select());
  const tally = new Map(rows.map(({ activity, counted }) => [activity, counted]));
  const byTask = grouped(lines, ({ task }) => task);
  const byPlace = grouped(lines, ({ activity, instance }) => `${activity} of ${instance}`);
  const faults = [...byTask].flatMap(([task, { length }]) => not(`lines of ${task}`, length, 1));
  for (const [{ counting }, instances] of begun)
    for (const activity of counting) {
      faults.push(...not(`${activity} counted`, tally.get(activity) ?? 0, instances.length));
      for (const instance of instances) {
        const place = `${activity} of ${instance}`;
        faults.push(...not(`lines of ${place}`, byPlace.get(place)?.length ?? 0, 1));
      }
    }
  return faults;
}

/** Each round has been done once. */
async function roundFaults(knex: Knex, begun: Begun): Promise<readonly string[]> {
  const rows = z.array(todoSchema).parse(await knex('todo').select('instance', 'done'));
  const byInstance = grouped(rows, ({ instance }) => instance);
  return [...begun].flatMap(([{ rounds }, instances]) =>
    instances.flatMap((instance) => {
      const there = byInstance.get(instance) ?? [];
      return [
        ...not(`rounds of ${instance}`, there.length, rounds),
        ...there.flatMap(({ done }) => not(`a round of ${instance} was done`, done, 1)),
      ];
    }),
  );
}

/** What children gave has come back once, in the order of the items. */
async function collectedFaults(knex: Knex, begun: Begun): Promise<readonly string[]> {
  const rows = z.array(collectedSchema).parse(await knex('collected').select('instance', 'results'));
  const byInstance = grouped(rows, ({ instance }) => instance);
  return [...begun].flatMap(([{ children }, instances]) => {
    const items = Array.from({ length: children?.items ?? 0 }, (_, index) => index + 1);
    const wanted = children ? [items.map(resultOf)] : [];
    return instances.flatMap((instance) => {
      const found = (byInstance.get(instance) ?? []).map(({ results }): unknown => JSON.parse(results));
      return JSON.stringify(found) === JSON.stringify(wanted)
        ? []
        : [`${instance} collected ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];
    });
  });
}

/** What the tables say otherwise than so many instances of each workflow should have left there; empty: all is exact. */
export async function ledgerFaults(knex: Knex, begun: Begun): Promise<readonly string[]> {
  return [
    ...(await countedFaults(knex, begun)),
    ...(await roundFaults(knex, begun)),
    ...(await collectedFaults(knex, begun)),
  ];
}
