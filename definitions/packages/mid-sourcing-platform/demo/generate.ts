import type { Knex } from 'knex';
import { z } from 'zod';
import { demoOnce } from '../../demoData/demoOnce.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import { numbered } from '../../demoData/numbered.ts';
import { createRandom } from '../../demoData/random.ts';
import type { DemoRow } from '../../demoData/sink.ts';

const copySchema = z.array(z.object({ delivery_id: z.coerce.number(), first: z.coerce.number() }));

/** Openings and clicks in messages that this platform has sent for others, also of the month to come: each day has some. */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  await demoOnce(knex, options, {
    table: 'nms_tracking_log_mid',
    rowsInAll: 800,
    fill: async ({ knex: transaction, sink, at, scaled }) => {
      const copies = copySchema.parse(
        await transaction('nms_broad_log_mid')
          .groupBy('delivery_id')
          .orderBy('delivery_id')
          .select('delivery_id')
          .min({ first: 'broad_log_id' }),
      );
      const random = createRandom('nms_tracking_log_mid');
      const rows = copies.flatMap(({ delivery_id: delivery, first }) =>
        Array.from({ length: scaled(100) }, (): DemoRow => {
          const url = (delivery - 1) * 3 + 1 + random.below(3);
          return [delivery, first + random.below(12), url, at.ago(20 - random.next() * 50)];
        }),
      );
      const columns = ['tracking_log_id', 'delivery_id', 'broad_log_id', 'tracking_url_id', 'logged_at'];
      await sink.fill('nms_tracking_log_mid', columns, numbered(rows));
    },
  });
}
