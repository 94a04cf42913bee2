import type { Knex } from 'knex';
import { z } from 'zod';
import type { WaitingReads, WaitingSource } from '../../operations/ports/metricReads.ts';

const places: readonly { readonly source: WaitingSource; readonly table: string; readonly at: string }[] = [
  { source: 'requests', table: 'sb_request', at: 'requested_at' },
  { source: 'signals', table: 'sb_signal', at: 'received_at' },
  { source: 'packageRows', table: 'sb_package_row', at: 'received_at' },
];
const countSchema = z.object({ count: z.coerce.number() });
const firstSchema = z.object({ at: z.string() }).optional();

export const createWaitingReads = (knex: Knex): WaitingReads => ({
  after: (positions) =>
    Promise.all(
      places.map(async ({ source, table, at }) => {
        const waiting = () => knex(table).where('position', '>', positions[source]);
        const first = firstSchema.parse(await waiting().orderBy('position').first({ at }));
        if (!first) return { source, count: 0 };
        const { count } = countSchema.parse(await waiting().count({ count: '*' }).first());
        return { source, count, sinceMs: Date.parse(first.at) };
      }),
    ),
});
