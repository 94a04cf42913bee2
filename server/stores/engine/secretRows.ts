import type { Knex } from 'knex';
import { z } from 'zod';
import type { InstanceId } from '../../../engine/model/ids.ts';
import { jsonSchema, type Variables } from '../../../engine/model/json.ts';

const rowSchema = z.object({ name: z.string(), value: z.string() });

/** The secrets of an instance, as its expressions need them. */
export async function readSecrets(knex: Knex, instance: InstanceId): Promise<Variables> {
  const rows: unknown[] = await knex('sb_secret').where({ instance }).select('name', 'value');
  return Object.fromEntries(
    rows.map((row) => {
      const { name, value } = rowSchema.parse(row);
      return [name, jsonSchema.parse(JSON.parse(value))];
    }),
  );
}

/** Keeps what an instance was given and nobody else may read. */
export async function saveSecrets(knex: Knex, instance: InstanceId, secrets: Variables): Promise<void> {
  const rows = Object.entries(secrets).map(([name, value]) => ({ instance, name, value: JSON.stringify(value) }));
  if (rows.length > 0) await knex('sb_secret').insert(rows);
}
