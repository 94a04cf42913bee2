import type { Knex } from 'knex';
import { databaseFailure } from '../../../engine/activity/databaseFailure.ts';
import { ExecutorFailure, type Row } from '../../../engine/activity/executor.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { SqlAnswer, SqlOrder } from '../../contract/designing.ts';
import { openPostgres, openSqlite } from '../../database/connect.ts';
import { asDefinition } from '../../database/dataSession.ts';
import { usableDefinitionsRole } from '../../database/definitionsRole.ts';
import { onClient } from '../../database/postgresClient.ts';
import type { WorkerDatabase } from '../../processes/workerSettings.ts';
import { executeOn, rowOf as postgresRow } from '../engine/postgresSession.ts';
import { readRows } from '../engine/sqliteSession.ts';

const rowsAtMost = 50;
const charsAtMost = 2_000;
const timeLimit = '5s';

/** What the database gave: its columns, and a row more than is shown where there are more. */
interface Read {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

type Ask = (sql: string, limit: number) => Promise<Read>;

/** A preview is looked at: of a long text the beginning is enough. */
const cut = (value: Json): Json =>
  typeof value === 'string' && value.length > charsAtMost ? `${value.slice(0, charsAtMost)}…` : value;

const shown = (row: Row): Record<string, Json> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, cut(value)]));

async function rowsOf(ask: Ask, { sql }: SqlOrder): Promise<SqlAnswer> {
  // Within parentheses only a query can stand.
  const { columns, rows } = await ask(`SELECT * FROM (${sql}\n) AS shown`, rowsAtMost + 1);
  const items = rows.slice(0, rowsAtMost).map(shown);
  return { ended: 'rows', preview: { columns: [...columns], items, more: rows.length > rowsAtMost } };
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function planOnSqlite(ask: Ask, { sql }: SqlOrder): Promise<SqlAnswer> {
  const { rows } = await ask(`EXPLAIN QUERY PLAN ${sql}`, Number.MAX_SAFE_INTEGER);
  const depths = new Map<Json | undefined, number>();
  const lines = rows.map(({ id, parent, detail }) => {
    const depth = (depths.get(parent) ?? -1) + 1;
    depths.set(id, depth);
    return '  '.repeat(depth) + textOf(detail);
  });
  return { ended: 'plan', plan: { lines } };
}

async function planOnPostgres(ask: Ask, { sql }: SqlOrder): Promise<SqlAnswer> {
  const { rows } = await ask(`EXPLAIN ${sql}`, Number.MAX_SAFE_INTEGER);
  return { ended: 'plan', plan: { lines: rows.map((row) => textOf(Object.values(row)[0])) } };
}

async function onSqlite(knex: Knex, order: SqlOrder): Promise<SqlAnswer> {
  const ask: Ask = (sql, limit) => readRows(knex, { sql, params: order.params, limit });
  return order.wants === 'rows' ? rowsOf(ask, order) : planOnSqlite(ask, order);
}

async function onPostgres(knex: Knex, order: SqlOrder): Promise<SqlAnswer> {
  const role = await usableDefinitionsRole(knex);
  return knex.transaction(async (trx) => {
    await trx.raw(`SET LOCAL statement_timeout = '${timeLimit}'; SET LOCAL lock_timeout = '${timeLimit}'`);
    const ask: Ask = (sql, limit) =>
      asDefinition(trx, role, () =>
        onClient(trx, async (client) => {
          const limited = order.wants === 'rows' ? `${sql} LIMIT ${String(limit)}` : sql;
          const { fields, rows } = await executeOn(client, limited, order.params);
          return { columns: fields.map(({ name }) => name), rows: rows.map(postgresRow) };
        }),
      );
    return order.wants === 'rows' ? rowsOf(ask, order) : planOnPostgres(ask, order);
  });
}

function refusal(error: unknown): SqlAnswer {
  const failure = databaseFailure(error);
  if (failure instanceof ExecutorFailure) return { ended: 'refused', ...failure.failure };
  return { ended: 'refused', message: failure instanceof Error ? failure.message : String(failure) };
}

/** Asks the database what a statement gives, on a connection that can only read. */
export async function trySql(database: WorkerDatabase, url: string, order: SqlOrder): Promise<SqlAnswer> {
  const isSqlite = database.dialect === 'sqlite';
  const knex = isSqlite
    ? openSqlite({ file: database.engineFile, readOnly: true })
    : openPostgres(url, { pool: 1, applicationName: 'signalbox preview', readOnly: true });
  try {
    return await (isSqlite ? onSqlite : onPostgres)(knex, order);
  } catch (error) {
    return refusal(error);
  } finally {
    await knex.destroy();
  }
}
