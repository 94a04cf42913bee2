import type { Knex } from 'knex';
import { isSignificant, sqlTokens } from '../../../engine/sql/tokens.ts';
import { positionalSql } from '../../../engine/sql/positionalSql.ts';
import { dataSchema } from '../../database/dialect.ts';
import { executeOne, isConnectionLoss, onClient } from '../../database/postgresClient.ts';
import type { Prepared } from '../../operations/ports/engineReader.ts';

/** What PREPARE takes; of other statements nothing can be said before they are executed. */
const preparable: ReadonlySet<string> = new Set([
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'VALUES',
  'WITH',
  'MERGE',
  'TABLE',
]);

const undefinedTable = '42P01';
/** `could not determine data type of parameter $1`, `inconsistent types deduced`: values decide, which come later. */
const untold = /^(42P18|42P08)$/;

function complaint(error: unknown): Prepared {
  if (!(error instanceof Error) || isConnectionLoss(error)) throw error;
  const code = 'code' in error ? String(error.code) : '';
  if (untold.test(code)) return { ok: true };
  return { ok: false, missing: code === undefinedTable ? 'table' : undefined, message: error.message };
}

/** The statement without the semicolon behind it. */
function bare(sql: string): string | undefined {
  const tokens = sqlTokens(sql).filter((token) => isSignificant(token) && token.text !== ';');
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last || !preparable.has(first.value.toUpperCase())) return undefined;
  return sql.slice(first.start, last.end);
}

/** Lets PostgreSQL parse a statement, as it stands in the schema of the data, without executing it. */
export async function preparePostgres(knex: Knex, sql: string): Promise<Prepared> {
  const statement = bare(sql);
  if (statement === undefined) return { ok: true };
  const { text } = positionalSql(statement);
  return knex.transaction((trx) =>
    onClient(trx, async (client): Promise<Prepared> => {
      await client.query(`SET LOCAL search_path TO ${dataSchema}`);
      try {
        await executeOne(client, `PREPARE signalbox_check AS ${text}`, []);
      } catch (error) {
        return complaint(error);
      }
      await client.query('DEALLOCATE signalbox_check');
      return { ok: true };
    }),
  );
}
