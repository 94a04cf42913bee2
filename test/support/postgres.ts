import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Knex } from 'knex';
import { inject } from 'vitest';
import { z } from 'zod';
import { openPostgres } from '../../server/database/connect.ts';

const answerSchema = z.union([z.object({ url: z.string() }), z.object({ problem: z.string() })]);

/** A test that needs PostgreSQL fails where there is none, and says what to do; it is never skipped. */
export class NoPostgres extends Error {
  override readonly name = 'NoPostgres';
}

/** The server that tests may make databases on: `DATABASE_URL`, else one that is started for them. */
async function serverUrl(): Promise<string> {
  const answer = answerSchema.parse(JSON.parse(await text(connect(inject('postgresAsk'), '127.0.0.1'))));
  if ('url' in answer) return answer.url;
  throw new NoPostgres(
    `${answer.problem}\nSet DATABASE_URL to a PostgreSQL server on which databases may be created, e.g. postgres://postgres@127.0.0.1/postgres`,
  );
}

/** A database of its own, dropped by `drop()`. */
export interface PostgresDatabase {
  readonly url: string;
  readonly drop: () => Promise<void>;
  /** Ends every connection and refuses new ones, as a server that is restarted does, until work has been done. */
  readonly whileAway: (work: () => Promise<unknown>) => Promise<void>;
}

async function onServer(url: string, work: (knex: Knex) => Promise<unknown>): Promise<void> {
  const knex = openPostgres(url, { pool: 1, applicationName: 'signalbox tests' });
  try {
    await work(knex);
  } finally {
    await knex.destroy();
  }
}

/** Makes an empty database. */
export async function createPostgresDatabase(): Promise<PostgresDatabase> {
  const server = await serverUrl();
  const name = `signalbox_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, (knex) => knex.raw(`CREATE DATABASE ${name}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  const allow = (knex: Knex, may: boolean) => knex.raw(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${String(may)}`);
  return {
    url: url.href,
    drop: () => onServer(server, (knex) => knex.raw(`DROP DATABASE ${name} WITH (FORCE)`)),
    whileAway: (work) =>
      onServer(server, async (knex) => {
        await allow(knex, false);
        await knex.raw('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?', [name]);
        await work();
        await allow(knex, true);
      }),
  };
}
