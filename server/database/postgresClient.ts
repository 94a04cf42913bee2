import type { Knex } from 'knex';
import type { Client, QueryResult } from 'pg';

/** What a knex on pg lends: the connection itself. */
interface Lender {
  readonly acquireConnection: () => Promise<Client>;
  readonly releaseConnection: (connection: Client) => Promise<void>;
}

/** Works on a connection itself; within a transaction it is the transaction's. */
export async function onClient<Result>(knex: Knex, work: (client: Client) => Promise<Result>): Promise<Result> {
  // knex types its client as any; the one for pg lends that package's connections.
  const lender = knex.client as Lender;
  const client = await lender.acquireConnection();
  try {
    return await work(client);
  } finally {
    await lender.releaseConnection(client);
  }
}

/** One connection for several statements: lent for the first, kept until it is given back. */
export interface KeptClient {
  /** Works on the connection; `prepare` is called once, when it is lent. */
  readonly use: <Result>(work: (client: Client) => Promise<Result>) => Promise<Result>;
  readonly giveBack: () => Promise<void>;
}

export function keepClient(knex: Knex, prepare: (client: Client) => Promise<unknown>): KeptClient {
  // As in onClient.
  const lender = knex.client as Lender;
  const kept: { client?: Promise<Client>; prepared?: Promise<unknown> } = {};
  return {
    use: async (work) => {
      kept.client ??= lender.acquireConnection();
      const client = await kept.client;
      kept.prepared ??= prepare(client);
      await kept.prepared;
      return work(client);
    },
    giveBack: async () => {
      const client = await kept.client?.catch(() => undefined);
      if (client) await lender.releaseConnection(client);
      delete kept.client;
      delete kept.prepared;
    },
  };
}

/**
 * Executes exactly one statement: the extended protocol refuses a second one behind a semicolon, also where no value is
 * bound and pg would take the simple protocol.
 */
export function executeOne(
  client: Client,
  text: string,
  values: readonly unknown[],
): Promise<QueryResult<Record<string, unknown>>> {
  const query = { text, values: [...values], queryMode: 'extended' };
  return client.query<Record<string, unknown>>(query);
}

const lostCodes = /^(08...|57P0[123]|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)/;

/** What pg says itself has no code, and knex puts the statement before it. */
const lostMessages = /(^|- )(Connection (terminated|ended)|Client (has encountered a connection error|was closed))/;

/** Whether an error, or one that it was caused by, says that the connection is gone, and nothing of the statement. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === ''
    ? lostMessages.test(error.message) || isConnectionLoss(error.cause)
    : lostCodes.test(code) || isConnectionLoss(error.cause);
}

/** Whether a statement was ended by `pg_cancel_backend` or a time limit. */
export const isCancelled = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '57014';
