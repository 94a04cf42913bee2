import { z } from 'zod';
import { defaultOutlet, type ActivityId, type Outlet } from './ids.ts';

/** Rows that an activity produced, kept in the database, owned by the instance (semantics.md 6). */
export const workTableSchema = z.object({
  name: z.string(),
  recordCount: z.int().min(0),
});
export type WorkTable = z.infer<typeof workTableSchema>;

/** Work tables by the names under which SQL reads them: `{in.orders}`. */
export const workTablesSchema = z.record(z.string(), workTableSchema);
export type WorkTables = z.infer<typeof workTablesSchema>;

/**
 * The name of a work table that left an activity by an outlet: the activity's own, or, since one activity may give
 * several, `orders_vip` by the outlet `vip`.
 */
export const workTableName = (from: ActivityId, outlet: Outlet = defaultOutlet): string =>
  outlet === defaultOutlet ? from : `${from}_${outlet}`;
