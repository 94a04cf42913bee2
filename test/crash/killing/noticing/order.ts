import { z } from 'zod';

/** What a program is ordered to die in: the n-th statement of its work, or the n-th commit, that it begins from now on. */
export const orderSchema = z.object({
  id: z.string(),
  program: z.enum(['web', 'worker']),
  place: z.enum(['statement', 'slow statement', 'commit']),
  nth: z.int(),
  /** So long after it has begun. */
  delayMicros: z.int(),
});
export type Order = z.infer<typeof orderSchema>;

/** The files by which a test and the programs of a server know of one another, in a folder of their own. */
export const orderFile = 'order.json';
/** What the programs note: `begins ID` and, if they live so long, `over ID`. */
export const notesFile = 'notes';
/** The process id of the present worker, and of the last one that said it was ready. */
export const workerFile = 'worker';
export const readyFile = 'ready';

/** The environment variable that names the folder. */
export const folderVariable = 'TEST_KILLING';

/** What the text of a slow statement holds. */
export const slow = 'AS slowly';
