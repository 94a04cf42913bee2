import type { Knex } from 'knex';
import { z } from 'zod';
import { bulkAskedSchema, bulkItemSchema } from '../../contract/bulk.ts';
import type { SelectionStore } from '../../operations/ports/selections.ts';

interface SelectionRow {
  id: string;
  by: string;
  asked: string;
  items: string;
  created_at: string;
  expires_at: string;
  applied_at: string | null;
}

const itemsSchema = z.array(bulkItemSchema);

export function createSelectionStore(knex: Knex): SelectionStore {
  const selections = () => knex<SelectionRow>('sb_selection');
  return {
    find: async (id) => {
      const row = await selections().where({ id }).first();
      return (
        row && {
          id,
          by: row.by,
          asked: bulkAskedSchema.parse(JSON.parse(row.asked)),
          items: itemsSchema.parse(JSON.parse(row.items)),
          createdAt: row.created_at,
          expiresAt: row.expires_at,
          appliedAt: row.applied_at,
        }
      );
    },
    put: async ({ id, by, asked, items, createdAt, expiresAt, appliedAt }) => {
      const row = { by, asked: JSON.stringify(asked), items: JSON.stringify(items), applied_at: appliedAt };
      await selections()
        .insert({ id, created_at: createdAt, expires_at: expiresAt, ...row })
        .onConflict('id')
        .merge(['items', 'applied_at']);
    },
    purge: async (before) => selections().where('created_at', '<', before).delete(),
  };
}
