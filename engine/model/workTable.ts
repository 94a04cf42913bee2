import { z } from 'zod';

/** Rows that an activity produced, kept in the database, owned by the instance (semantics.md 6). */
export const workTableSchema = z.object({
  name: z.string(),
  recordCount: z.int().min(0),
});
export type WorkTable = z.infer<typeof workTableSchema>;
