import type { Knex } from 'knex';
import { z } from 'zod';

/**
 * A loop that counts in a table up to what the table calls enough, one task a count: a count that happened twice shows
 * against the history.
 */
export const tally = {
  name: 'tally',
  activities: {
    begin: { type: 'start' },
    look: { type: 'query', sql: 'SELECT counted, enough FROM tally' },
    enough: {
      type: 'test',
      branches: [{ outlet: 'more', condition: 'vars.firstRow.counted < vars.firstRow.enough' }],
      default: 'done',
    },
    count: { type: 'sqlCode', script: 'UPDATE tally SET counted = counted + 1' },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'look' },
    { from: 'look', to: 'enough' },
    { from: 'enough', outlet: 'more', to: 'count' },
    { from: 'count', to: 'look' },
    { from: 'enough', outlet: 'done', to: 'done' },
  ],
};

/** Makes the table that it counts in. */
export async function createTally(knex: Knex, enough = 120): Promise<void> {
  await knex.raw('CREATE TABLE tally (counted INTEGER NOT NULL, enough INTEGER NOT NULL)');
  await knex('tally').insert({ counted: 0, enough });
}

const countsSchema = z.object({ counted: z.number() });

/** What the table says, and what the history says: how many tasks have counted. */
export async function readTally(knex: Knex): Promise<{ readonly table: number; readonly history: number }> {
  const table = countsSchema.parse(await knex('tally').first('counted'));
  const ended = knex('sb_history')
    .where({ type: 'taskEnded', activity: 'count' })
    .whereLike('entry', '%"status":"done"%');
  return { table: table.counted, history: countsSchema.parse(await ended.count({ counted: '*' }).first()).counted };
}
