import type { Knex } from 'knex';
import { z } from 'zod';
import type { AuditFilter, AuditLine } from '../../contract/audit.ts';
import type { AuditStore } from '../../operations/ports/inbox.ts';
import { containing, contains, pageOf } from './paging.ts';

const dayMs = 86_400_000;
const isDay = (moment: string): boolean => moment.length === 10;

/** The instant before which lines are meant: a day counts as a whole. */
function endOf(to: string): string {
  return new Date(Date.parse(to) + (isDay(to) ? dayMs : 1)).toISOString();
}

const said = ['subject', 'action', '"by"', '"before"', '"after"'] as const;

function filtered(knex: Knex, { from, to, q, ...same }: AuditFilter): Knex.QueryBuilder {
  const query = knex('sb_audit');
  for (const column of ['subject', 'by', 'action'] as const)
    if (same[column] !== undefined) void query.where(column, same[column]);
  // Instants are stored as texts of one length: they sort as they follow each other.
  if (from !== undefined) void query.where('at', '>=', new Date(from).toISOString());
  if (to !== undefined) void query.where('at', '<', endOf(to));
  if (q !== undefined && q !== '') {
    const like = said.map((column) => contains(knex, column)).join(' OR ');
    void query.whereRaw(
      `(${like})`,
      said.map(() => containing(q)),
    );
  }
  return query;
}

/** Every value of a column, each found by the index after the one before: however many lines there are. */
async function valuesOf(knex: Knex, column: 'by' | 'action'): Promise<readonly string[]> {
  const rows: unknown = await knex
    .withRecursive('words', (words) => {
      void words
        .from('sb_audit')
        .min({ word: column })
        .unionAll((next) => {
          const later = knex('sb_audit').min(column).where(column, '>', knex.ref('words.word'));
          void next.from('words').select({ word: later }).whereNotNull('words.word');
        });
    })
    .from('words')
    .whereNotNull('word')
    .pluck('word');
  return z.array(z.string()).parse(rows);
}

export function createAuditStore(knex: Knex): AuditStore {
  const newestFirst = { column: 'id', order: 'desc' } as const;
  return {
    add: async (line) => {
      await knex('sb_audit').insert(line);
    },
    list: (filter, range) => pageOf<AuditLine>(filtered(knex, filter), range, [newestFirst]),
    before: async (filter, id, limit) => {
      const query = filtered(knex, filter).orderBy([newestFirst]).limit(limit);
      if (id !== undefined) void query.where('id', '<', id);
      // The columns of the table are those of a line.
      return (await query.select('*')) as AuditLine[];
    },
    words: async () => ({ by: [...(await valuesOf(knex, 'by'))], action: [...(await valuesOf(knex, 'action'))] }),
    purge: async (before) => {
      await knex('sb_audit_purge').insert({ before });
      return knex('sb_audit').where('at', '<', before).delete();
    },
  };
}
