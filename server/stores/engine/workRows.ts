import type { Knex } from 'knex';
import type { Row } from '../../../engine/activity/executor.ts';
import { createMask } from '../../../engine/model/secrets.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';

/** So many rows of a work table are kept with the history (semantics.md 6). */
export const keptRows = 50;

/** Keeps the first rows of a work table: they are shown when the table has gone. */
export async function keepRows(
  knex: Knex,
  { instance, secrets }: ServiceScope,
  { name, rows }: { readonly name: string; readonly rows: readonly Row[] },
): Promise<void> {
  const { value } = createMask(secrets ?? {});
  await knex('sb_work_rows').insert({
    name,
    instance: instance.id,
    columns: JSON.stringify(Object.keys(rows[0] ?? {})),
    rows: JSON.stringify(rows.map(value)),
  });
}
