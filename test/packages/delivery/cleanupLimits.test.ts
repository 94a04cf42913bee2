import { afterAll, beforeAll, expect, it } from 'vitest';
import { definitionSchema, type Definition } from '../../../engine/model/definition.ts';
import { differencesFrom, foreseeCleanup, type Foresight } from './cleanupOracle.ts';
import { demoNow, openDemoDatabase, type PackageDatabase } from './packageDatabase.ts';
import { shippedDefinition } from './deliveryPackage.ts';
import { walkWorkflow } from './walkWorkflow.ts';

const cleanup = shippedDefinition('cleanup');

/** Each limit, moved by the least step: `<` and `<=`, `>` and `>=` change places. */
interface Shift {
  readonly name: string;
  readonly definition: Definition;
}

const comparison = /(?<=[ (])(<=|>=|<|>)(?= (?::\w+|\d+|a\.last_pull_up_at|last_error_at))/g;
const turned: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };

// What the walk finds its way by, and the last number that was read: no rows of the demo lie at these.
const unseen = new Set(['after', 'lastId']);
// What it leaves behind by mistake task 9 takes along.
const covered = new Set(['listTables']);

function shiftsOf(id: string, field: string): Shift[] {
  const activity = cleanup.activities[id as keyof typeof cleanup.activities];
  const text = activity?.[field];
  if (typeof text !== 'string') return [];
  return [...text.matchAll(comparison)].flatMap((found) => {
    const operand = /^\S+ :?(\w+)/.exec(text.slice(found.index))?.[1] ?? '';
    if (unseen.has(operand)) return [];
    const moved = text.slice(0, found.index) + (turned[found[0]] ?? '') + text.slice(found.index + found[0].length);
    const activities = { ...cleanup.activities, [id]: { ...activity, [field]: moved } };
    return [
      {
        name: `${id} ${found[0]} ${operand} (${found.index})`,
        definition: definitionSchema.parse({ ...cleanup, activities }),
      },
    ];
  });
}

const shifts = Object.keys(cleanup.activities)
  .filter((id) => !covered.has(id))
  .flatMap((id) => ['script', 'only', 'keep'].flatMap((field) => shiftsOf(id, field)));

let database: PackageDatabase;
let foresight: Foresight;

beforeAll(async () => {
  database = await openDemoDatabase(0.001);
  foresight = await foreseeCleanup(database.knex, { now: demoNow });
}, 60_000);
afterAll(() => database.close());

it.each(shifts)(
  'demo data and oracle tell when a limit is moved by a millisecond or by one: $name',
  async ({ definition }) => {
    const { knex } = database;
    await knex.raw('SAVEPOINT untouched');
    const fault = await walkWorkflow(knex, definition, { now: demoNow }).then(
      async () => differencesFrom(knex, foresight, demoNow),
      (error: unknown) => [String(error)],
    );
    await knex.raw('ROLLBACK TO untouched');
    await knex.raw('RELEASE untouched');
    expect(fault).not.toEqual([]);
  },
);
