import type { Knex } from 'knex';
import { z } from 'zod';
import { demoOnce } from '../../demoData/demoOnce.ts';
import type { DemoOptions } from '../../demoData/demoOptions.ts';
import { fillApprovals } from './approvals.ts';
import { fillCampaigns } from './campaigns.ts';
import { fillCosts } from './costs.ts';
import { fillTasks } from './tasks.ts';

const lastSchema = z.object({ last: z.coerce.number() });

/** A year of campaigns on the deliveries and lists of the delivery package. */
export async function generateDemo(knex: Knex, options: DemoOptions): Promise<void> {
  await demoOnce(knex, options, {
    table: 'nms_plan',
    rowsInAll: 200,
    fill: async ({ knex: transaction, sink, at }) => {
      const { last } = lastSchema.parse(await transaction('nms_delivery').max({ last: 'delivery_id' }).first());
      await fillCosts(sink, at);
      await fillCampaigns(sink, last + 1, at);
      await fillApprovals(sink, last + 1, at);
      await fillTasks(sink, at);
    },
  });
}
