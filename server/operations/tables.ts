import type { Tables } from '../contract/tables.ts';
import { requireRight } from './actor.ts';
import type { Actor } from './actor.ts';
import { notFound } from './requestError.ts';
import type { Resources } from './resources.ts';

/** Until connections exist there is one: the engine's own database. */
const onlyConnection = 'engine';

export const createTableOperations = ({ engine }: Resources) => ({
  /** The tables of packages with their columns, for completion while SQL is written. */
  list: async (actor: Actor, connection: string): Promise<Tables> => {
    requireRight(actor, 'view');
    if (connection !== onlyConnection) throw notFound('connection', connection);
    const tables = await engine.tables();
    return { items: tables.map(({ name, columns }) => ({ name, columns: [...columns] })), total: tables.length };
  },
});
