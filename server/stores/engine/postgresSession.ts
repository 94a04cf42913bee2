import type { Knex } from 'knex';
import type { QueryResult } from 'pg';
import { z } from 'zod';
import type { Row, SqlSession } from '../../../engine/activity/executor.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import { jsonSchema } from '../../../engine/model/json.ts';
import type { WorkTable } from '../../../engine/model/workTable.ts';
import { StepTakenBack } from '../../../engine/ports/engineStore.ts';
import { positionalSql } from '../../../engine/sql/positionalSql.ts';
import { sessionSetup } from '../../database/connect.ts';
import { asDefinition } from '../../database/dataSession.ts';
import { dataSchema } from '../../database/dialect.ts';
import { executeOne, isCancelled, isConnectionLoss, onClient } from '../../database/postgresClient.ts';
import { blobText, freeName, noteWorkTable, type SessionScope } from './sessionParts.ts';
import { dropTable, isProtected, quoteName } from './workTables.ts';

/** How definition SQL is executed on PostgreSQL. */
export interface DefinitionSql {
  /** Outside of steps: connections whose session is set up for definition SQL. */
  readonly outside: Knex;
  /** The role without rights on the engine's schema, where there is one. */
  readonly role: string | undefined;
  /** Whether we ended the statement that was being executed ourselves, because a stop could not wait. */
  readonly tookBack: () => Promise<boolean>;
}

/** What a session of a step, or outside of one, stands on. */
export interface PostgresSession extends SessionScope {
  /** The engine's connection: within a step, its transaction. */
  readonly knex: Knex;
  readonly definitionSql: DefinitionSql;
}

/** JSON values as pg binds them: lists and maps as JSON text, where pg would make an array literal of a list. */
const bound = (value: Json | undefined): string | number | boolean | null =>
  typeof value === 'object' ? (value === null ? null : JSON.stringify(value)) : (value ?? null);

/** A value of a row as JSON; lists and JSON columns are JSON already. */
function jsonOf(value: unknown): Json {
  if (value instanceof Uint8Array) return blobText(value);
  const plain = jsonSchema.safeParse(value);
  return plain.success ? plain.data : jsonSchema.parse(JSON.parse(JSON.stringify(value ?? null)));
}

const rowOf = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonOf(value)]));

/** Executes one statement of a definition. */
type Execute = (sql: string, params: Variables) => Promise<QueryResult<Record<string, unknown>>>;

/** Definition SQL on PostgreSQL: it sees the schema of the data, with the rights of a role that has no others. */
export function createPostgresSession(session: PostgresSession): SqlSession {
  const { knex, scope, mayName } = session;
  const execute = createExecute(session);
  return {
    dialect: 'postgres',
    run: async (sql, params) => (await execute(sql, params)).rowCount ?? 0,
    all: async (sql, params, limit) => (await execute(sql, params)).rows.slice(0, limit).map(rowOf),
    createWorkTable: async (query, params): Promise<WorkTable> => {
      const name = await freeName(knex, scope);
      const { rowCount } = await execute(`CREATE TABLE ${quoteName(name)} AS ${query}`, params);
      const workTable = { name, recordCount: rowCount ?? 0 };
      await noteWorkTable(knex, scope, workTable);
      return workTable;
    },
    tables: async () => {
      const names: unknown = await knex('pg_tables').where({ schemaname: dataSchema }).pluck('tablename');
      return z
        .array(z.string())
        .parse(names)
        .filter((name) => !isProtected(name));
    },
    dropTable: (table) => dropTable(knex, table),
    quote: quoteName,
    mayName,
  };
}

function createExecute({ knex, definitionSql }: PostgresSession): Execute {
  const { outside, role, tookBack } = definitionSql;
  const inStep: Execute = (text, values) => asDefinition(knex, role, () => executeOn(knex, text, values));
  const state = { isFresh: false };
  const beside: Execute = async (text, values) => {
    // What an earlier script has set on this connection goes; what this one sets stays until its end.
    if (!state.isFresh) await outside.raw(sessionSetup({ data: { role } }));
    state.isFresh = true;
    return executeOn(outside, text, values);
  };
  return async (text, values) => {
    try {
      return await (knex.isTransaction ? inStep : beside)(text, values);
    } catch (error) {
      if (isConnectionLoss(error)) throw new StepTakenBack('The connection was lost.', { cause: error });
      if (isCancelled(error) && (await tookBack()))
        throw new StepTakenBack('The statement was ended for a stop.', { cause: error });
      throw error;
    }
  };
}

function executeOn(knex: Knex, sql: string, params: Variables): ReturnType<Execute> {
  const { text, names } = positionalSql(sql);
  const values = names.map((name) => bound(params[name]));
  return onClient(knex, (client) => executeOne(client, text, values));
}
