import type { Knex } from 'knex';
import { afterAll, expect, it } from 'vitest';
import { extent, noteTried } from '../../support/extent.ts';
import { createRandom, freshSeed } from '../../support/random.ts';
import type { ServerOptions } from '../../support/server.ts';
import { Asker } from './asking.ts';
import { childrenOf, instanceFaults, leftovers } from './histories.ts';
import type { Order } from './noticing/order.ts';
import { KilledRun, type Kill } from './killedRun.ts';
import { createLedger, ledgerFaults, withChildren, type Begun } from './ledger.ts';
import { randomKilledWorkflow } from './randomWorkflow.ts';
import { Striking } from './striking.ts';

/** A database with a server's tables in it and no server on it. */
export interface KilledDatabase {
  readonly server: ServerOptions;
  readonly knex: Knex;
  /** Makes tables as a package would. */
  readonly make: (tables: (knex: Knex) => Promise<void>) => Promise<void>;
  readonly close: () => Promise<void>;
  /** How long after the beginning of each it makes sense to strike. */
  readonly longestMicros: Readonly<Record<Order['place'], number>>;
}

const workflowsAtOnce = 4;
/** So many take minutes: whoever waits sees that they go on. */
const toldFrom = 50;
const startsWithinMs = 60_000;
const endsWithinMs = 300_000;
const millisecondsAKill = 15_000;

/** What `kill -9` at random instants leaves of a random workload. */
export function describeKilled(name: string, open: () => Promise<KilledDatabase>): void {
  const opened: { run?: KilledRun; database?: KilledDatabase; striking?: Striking } = {};

  afterAll(async () => {
    await opened.run?.close();
    await opened.database?.close();
    opened.striking?.remove();
  });

  it(
    `[D21] a random workload ${name} that is killed ${String(extent.kills)} times ends exact: nothing lost, stuck or done twice`,
    async () => {
      const seed = freshSeed(`killed ${name}`);
      const random = createRandom(seed);
      const workflows = Array.from({ length: workflowsAtOnce }, (_, index) =>
        randomKilledWorkflow(random, `killed${String(index)}`, index),
      );
      const striking = await Striking.prepare();
      opened.striking = striking;
      const database = await open();
      opened.database = database;
      const { knex, server, longestMicros } = database;
      await database.make((maker) => createLedger(maker, workflows));
      const definitions = withChildren(workflows).map(({ definition }) => definition);
      const env = { ...server.env, ...striking.env };
      const run = await KilledRun.start({ server: { ...server, env }, definitions, random, striking, longestMicros });
      opened.run = run;
      const asker = new Asker({ workflows, random: createRandom(seed + 1), knex, client: () => run.client });
      await killAll(name, run, asker);
      const about = `seed ${String(seed)}`;
      expect(await faults(knex, asker.begun), about).toEqual([]);
      expect([...held(asker.begun).keys()].sort(), about).toEqual(
        ['end', 'fork', 'join', 'signal', 'sqlCode', 'start', 'subWorkflow', 'wait'].sort(),
      );
    },
    startsWithinMs + endsWithinMs + extent.kills * millisecondsAKill,
  );
}

async function killAll(name: string, run: KilledRun, asker: Asker): Promise<void> {
  const beganMs = performance.now();
  asker.start();
  for (let number = 1; number <= extent.kills; number += 1) {
    const kill = await run.kill();
    if (extent.kills >= toldFrom) await tell(number, kill, asker);
  }
  const killedMs = performance.now();
  await asker.end();
  report(name, run, asker, killedMs - beganMs);
}

async function faults(knex: Knex, begun: Begun): Promise<readonly string[]> {
  const { children, faults: missing } = await childrenOf(knex, begun);
  const all = new Map([...begun, ...children]);
  return [
    ...missing,
    ...(await ledgerFaults(knex, all)),
    ...(await instanceFaults(knex, [...all.values()].flat())),
    ...(await leftovers(knex)),
  ];
}

/** How many activities of each kind all these instances went through. */
function held(begun: Begun): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [{ definition }, instances] of [...begun].filter(([, { length }]) => length > 0))
    for (const { type } of Object.values(definition.activities))
      counts.set(String(type), (counts.get(String(type)) ?? 0) + instances.length);
  return counts;
}

async function tell(number: number, { what, tookMs }: Kill, asker: Asker): Promise<void> {
  const { begun, live, paused } = await asker.standing();
  const instances = `${String(begun)} asked for, ${String(live)} live, ${String(paused)} paused`;
  process.stdout.write(`kill ${String(number)}: ${what}; up again in ${tookMs.toFixed(0)} ms; ${instances}\n`);
}

function report(name: string, run: KilledRun, asker: Asker, tookMs: number): void {
  noteTried(`kills ${name}`, extent.kills);
  const places = [...run.kills].sort().map(([place, count]) => `${String(count)} of ${place}`);
  const took = `${(tookMs / 1_000).toFixed(0)} s`;
  const kinds = [...held(asker.begun)].map(([kind, count]) => `${String(count)} ${kind}`).join(', ');
  process.stdout.write(
    `killed ${name}: ${String(asker.instances().length)} instances over ${String(extent.kills)} kills in ${took}: ${places.join(', ')}; held: ${kinds}\n`,
  );
}
