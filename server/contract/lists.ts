import { z } from 'zod';

/** Lists answer `{items, total, next}`; `next` is the page that follows, absent on the last. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.int().min(0), next: z.int().optional() });

/** Which page, counted from 1, and how many rows on it. */
export const pageQuerySchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  size: z.coerce.number().int().min(1).max(500).default(50),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;
