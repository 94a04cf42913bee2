import { z } from 'zod';
import { listOf } from './lists.ts';

/** `GET /api/connections/{name}/tables`: what SQL can name, for completion; the engine's database is named `engine`. */
export const tablesSchema = listOf(z.object({ name: z.string(), columns: z.array(z.string()) }));
export type Tables = z.infer<typeof tablesSchema>;
