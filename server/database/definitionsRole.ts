import type { Knex } from 'knex';
import { z } from 'zod';
import { dataSchema, ownSchema } from './dialect.ts';

/**
 * The role under which SQL of packages and definitions runs: it has no rights on the engine's schema (semantics.md 6).
 * Roles belong to the whole server, so all databases of one share it.
 */
export const definitionsRole = 'signalbox_definitions';

/** Refused for want of rights, or because another made it at the same time. */
const harmless = /^(42501|42710|23505)$/;

/** In a savepoint, so that a refusal leaves the transaction usable. */
async function tryTo(trx: Knex, sql: string): Promise<void> {
  try {
    await trx.transaction((savepoint) => savepoint.raw(sql));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (typeof code !== 'string' || !harmless.test(code)) throw error;
  }
}

const answerSchema = z.object({ rows: z.array(z.object({ usable: z.boolean().nullable() })) });

async function holds(knex: Knex, condition: string): Promise<boolean> {
  const answer: unknown = await knex.raw(`SELECT (${condition}) AS usable`);
  return answerSchema.parse(answer).rows[0]?.usable === true;
}

const exists = `EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${definitionsRole}')`;

/** Makes the role and gives it the schema of the data, as far as the connecting role may do that. */
export async function ensureDefinitionsRole(trx: Knex): Promise<void> {
  if (!(await holds(trx, exists))) await tryTo(trx, `CREATE ROLE ${definitionsRole} NOLOGIN INHERIT`);
  if (!(await holds(trx, exists))) return;
  if (!(await holds(trx, `pg_has_role(current_user, '${definitionsRole}', 'MEMBER')`)))
    await tryTo(trx, `GRANT ${definitionsRole} TO CURRENT_USER`);
  await tryTo(trx, `GRANT USAGE, CREATE ON SCHEMA ${dataSchema} TO ${definitionsRole}`);
}

/** The role, where this connection may take it and it is as harmless as it must be; else undefined. */
export async function usableDefinitionsRole(knex: Knex): Promise<string | undefined> {
  if (!(await holds(knex, exists))) return undefined;
  const usable = await holds(
    knex,
    `pg_has_role(current_user, '${definitionsRole}', 'MEMBER')
      AND has_schema_privilege('${definitionsRole}', '${dataSchema}', 'USAGE')
      AND has_schema_privilege('${definitionsRole}', '${dataSchema}', 'CREATE')
      AND NOT has_schema_privilege('${definitionsRole}', '${ownSchema}', 'USAGE')
      AND NOT (SELECT rolsuper FROM pg_roles WHERE rolname = '${definitionsRole}')`,
  );
  return usable ? definitionsRole : undefined;
}

/** Lets definition SQL read and write options, which the platform owns. */
export async function openOptions(knex: Knex, role: string): Promise<void> {
  await knex.raw(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${dataSchema}.xtk_option TO ${role}`);
}
