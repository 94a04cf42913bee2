import type { Knex } from 'knex';
import { beforeAll, describe, expect, it } from 'vitest';
import { differencesFrom, foreseeCleanup } from './cleanupOracle.ts';
import { shippedDefinition } from './deliveryPackage.ts';
import { demoNow, openDemoDatabase } from './packageDatabase.ts';
import { walkWorkflow, type Step } from './walkWorkflow.ts';

const cleanup = shippedDefinition('cleanup');

interface Compared {
  readonly steps: readonly Step[];
  readonly differences: readonly string[];
}

async function run(knex: Knex, options: Readonly<Record<string, number>> = {}): Promise<Compared> {
  const foresight = await foreseeCleanup(knex, { now: demoNow, options });
  const steps = await walkWorkflow(knex, cleanup, { now: demoNow, options });
  return { steps, differences: await differencesFrom(knex, foresight, demoNow) };
}

async function onDemo<Result>(use: (knex: Knex) => Promise<Result>): Promise<Result> {
  const { knex, close } = await openDemoDatabase(0.003);
  try {
    return await use(knex);
  } finally {
    await close();
  }
}

const visited = (steps: readonly Step[]): readonly string[] => steps.map(({ activity }) => activity);

const touched = (steps: readonly Step[]): number => steps.reduce((sum, { recordCount = 0 }) => sum + recordCount, 0);

describe('cleanup, by its options and by what earlier runs left', () => {
  let usual: readonly Step[];
  beforeAll(async () => {
    usual = (await onDemo((knex) => run(knex))).steps;
  }, 60_000);

  const delays = [
    'RecycledDelivery',
    'Rejects',
    'Visitor',
    'TrackingLog',
    'TrackingStat',
    'BroadLog',
    'Proposition',
    'Event',
    'EventHisto',
    'AppSubscriptionRcp',
  ];
  const names = [...delays.map((name) => `NmsCleanup_${name}PurgeDelay`), 'NmsCleanup_QuarantineMailboxFull'];

  it.each(names)('keeps rows for as many days as %s says, and no other rows', (name) =>
    onDemo(async (knex) => {
      const { steps, differences } = await run(knex, { [name]: 3 });
      expect(differences).toEqual([]);
      expect(touched(steps)).toBeGreaterThan(touched(usual));
    }),
  );

  it('takes every valid address, and sums up no errors, where it never ran before', () =>
    onDemo(async (knex) => {
      await knex('xtk_option').delete();
      const { steps, differences } = await run(knex);
      expect(differences).toEqual(['NmsLastErrorStatCoalesce is undefined and not the beginning of the run']);
      expect(visited(steps)).not.toContain('coalesceErrors');
    }));

  it('finds nothing left when it runs again at once', () =>
    onDemo(async (knex) => {
      await run(knex);
      const { steps, differences } = await run(knex);
      expect(differences).toEqual([]);
      const deletions = steps.filter(({ type, rounds }) => type === 'sqlCode' && rounds.length > 0);
      expect(deletions).toEqual([]);
    }));

  it('moves the start of the error statistics where no row lies in the window', () =>
    onDemo(async (knex) => {
      await knex('nms_email_error_stat').delete();
      const { steps, differences } = await run(knex);
      expect(differences).toEqual([]);
      expect(visited(steps)).toContain('moveErrorStart');
    }));

  it.each([
    [0, 'fullStatistics'],
    [1, 'noStatistics'],
    [2, 'onlyStatistics'],
  ] as const)('does with XtkCleanup_NoStats %i what is documented: %s', (value, activity) =>
    onDemo(async (knex) => {
      const { steps } = await run(knex, { XtkCleanup_NoStats: value });
      const choices = ['fullStatistics', 'noStatistics', 'onlyStatistics'];
      expect(visited(steps).filter((id) => choices.includes(id))).toEqual([activity]);
    }),
  );

  it('stops a mid-sourced delivery that is under way before it deletes it', () =>
    onDemo(async (knex) => {
      await knex.raw('CREATE TABLE seen (delivery_id bigint, state integer)');
      await knex.raw(
        'CREATE TRIGGER before_delete BEFORE DELETE ON nms_delivery WHEN OLD.source_delivery_id IS NOT NULL BEGIN INSERT INTO seen VALUES (OLD.delivery_id, OLD.state); END',
      );
      await run(knex);
      const states = (await knex<{ state: number }>('seen').select('state')).map(({ state }) => state);
      expect(states.toSorted((one, other) => one - other)).toEqual([85, 85, 95]);
    }));
});
