import type { Knex } from 'knex';
import type { Client, QueryResult } from 'pg';
import { z } from 'zod';
import type { Row, SqlSession } from '../../../engine/activity/executor.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import { jsonSchema } from '../../../engine/model/json.ts';
import type { WorkTable } from '../../../engine/model/workTable.ts';
import { StepTakenBack } from '../../../engine/ports/engineStore.ts';
import { positionalSql } from '../../../engine/sql/positionalSql.ts';
import { asDefinition } from '../../database/dataSession.ts';
import { dataSchema } from '../../database/dialect.ts';
import { executeOne, isCancelled, isConnectionLoss, onClient, type KeptClient } from '../../database/postgresClient.ts';
import { blobText, freeName, noteWorkTable, type SessionScope } from './sessionParts.ts';
import { roomFor } from './workQuota.ts';
import { keepRows, keptRows } from './workRows.ts';
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
  /** Outside of a step: the task's own connection. */
  readonly outside: KeptClient | undefined;
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

/** A row of a result as JSON. */
export const rowOf = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, jsonOf(value)]));

/** Executes one statement of a definition. */
type Execute = (sql: string, params: Variables) => Promise<QueryResult<Record<string, unknown>>>;

/** Definition SQL on PostgreSQL: it sees the schema of the data, with the rights of a role that has no others. */
export function createPostgresSession(session: PostgresSession): SqlSession {
  const { knex, scope, mayName, workRows } = session;
  const execute = createExecute(session);
  return {
    dialect: 'postgres',
    run: async (sql, params) => (await execute(sql, params)).rowCount ?? 0,
    all: async (sql, params, limit) => (await execute(sql, params)).rows.slice(0, limit).map(rowOf),
    createWorkTable: async (query, params): Promise<WorkTable> => {
      const name = await freeName(knex, scope);
      const room = await roomFor(knex, scope.instance.id, workRows);
      const { rowCount } = await execute(`CREATE TABLE ${quoteName(name)} AS ${room.within(query)}`, params);
      const workTable = { name, recordCount: rowCount ?? 0 };
      await room.hold(workTable);
      await noteWorkTable(knex, scope, workTable);
      const { rows } = await execute(`SELECT * FROM ${quoteName(name)} LIMIT ${String(keptRows)}`, {});
      await keepRows(knex, scope, { name, rows: rows.map(rowOf) });
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

function createExecute({ knex, definitionSql, outside, scope: { signal } }: PostgresSession): Execute {
  const { role, tookBack } = definitionSql;
  const inStep: Execute = (text, values) =>
    asDefinition(knex, role, () => onClient(knex, (client) => executeOn(client, text, values)));
  const execute: Execute = outside
    ? (text, values) => outside.use((client) => executeOn(client, text, values))
    : inStep;
  return async (text, values) => {
    if (signal?.aborted) throw signal.reason;
    try {
      return await execute(text, values);
    } catch (error) {
      if (isConnectionLoss(error)) throw new StepTakenBack('The connection was lost.', { cause: error });
      if (isCancelled(error) && (await tookBack()))
        throw new StepTakenBack('The statement was ended for a stop.', { cause: error });
      throw error;
    }
  };
}

/** Executes one statement of a definition on a connection. */
export function executeOn(client: Client, sql: string, params: Variables): ReturnType<Execute> {
  const { text, names } = positionalSql(sql);
  return executeOne(
    client,
    text,
    names.map((name) => bound(params[name])),
  );
}
