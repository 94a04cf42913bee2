import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Knex } from 'knex';
import { inject } from 'vitest';
import { z } from 'zod';
import { notedDatabase, templatePrefix } from './databaseTemplates.ts';
import { onServer } from './onServer.ts';

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

const randomName = (prefix: string): string => `${prefix}${randomBytes(6).toString('hex')}`;

function urlOf(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Makes an empty database. */
export const createPostgresDatabase = async (): Promise<PostgresDatabase> => createOn(await serverUrl(), undefined);

/**
 * Makes a database whose contents take long to make: they are made once a run of the tests, then copied.
 * @param what names the contents: the same name, the same database.
 */
export async function copyPostgresDatabase(
  what: string,
  make: (url: string) => Promise<unknown>,
): Promise<PostgresDatabase> {
  const server = await serverUrl();
  const prefix = templatePrefix();
  if (prefix !== undefined) return createOn(server, await templateOn(server, { what, prefix, make }));
  const database = await createOn(server, undefined);
  await make(database.url);
  return database;
}

interface Template {
  readonly what: string;
  readonly prefix: string;
  readonly make: (url: string) => Promise<unknown>;
}

async function templateOn(server: string, { what, prefix, make }: Template): Promise<string> {
  const made: { name: string } = { name: '' };
  await onServer(server, async (knex) => {
    // Other workers wait until it stands; the lock goes with the connection.
    await knex.raw('SELECT pg_advisory_lock(hashtext(?))', [what]);
    const noted = notedDatabase(`${server} ${what}`);
    made.name = noted.name ?? randomName(prefix);
    if (noted.name !== undefined) return;
    await knex.raw(`CREATE DATABASE ${made.name}`);
    await make(urlOf(server, made.name));
    noted.note(made.name);
  });
  return made.name;
}

async function createOn(server: string, template: string | undefined): Promise<PostgresDatabase> {
  const name = randomName('signalbox_test_');
  const likeIt = template === undefined ? '' : ` TEMPLATE ${template}`;
  await onServer(server, (knex) => knex.raw(`CREATE DATABASE ${name}${likeIt}`));
  const allow = (knex: Knex, may: boolean) => knex.raw(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${String(may)}`);
  return {
    url: urlOf(server, name),
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
