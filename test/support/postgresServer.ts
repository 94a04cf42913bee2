import { createServer } from 'node:net';
import type { TestProject } from 'vitest/node';
import { templatePrefix } from './databaseTemplates.ts';
import { startEmbedded, type Running } from './embeddedPostgres.ts';
import { dropDatabases } from './onServer.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test asks for a PostgreSQL server; see `postgresUrl`. */
    postgresAsk: number;
  }
}

/** A server that was there before: nothing but what tests copy from is taken away. */
const leaveRunning = (url: string): Running => {
  const prefix = templatePrefix();
  return { url, stop: async () => (prefix === undefined ? undefined : dropDatabases(url, prefix)) };
};

/**
 * Starts a PostgreSQL server when the first test asks for one, and stops it when all have ended. `DATABASE_URL`: that
 * server is used instead; the tests make databases of their own on it.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL'];
  let running: Promise<Running> | undefined;
  const start = (): Promise<Running> =>
    (running ??= given ? Promise.resolve(leaveRunning(given)) : startEmbedded(false));
  const answering = createServer((socket) => {
    socket.on('error', () => undefined);
    void start().then(
      ({ url }) => socket.end(JSON.stringify({ url })),
      (error: unknown) => socket.end(JSON.stringify({ problem: String(error) })),
    );
  });
  const port = await new Promise<number>((resolve) => {
    answering.listen(0, '127.0.0.1', () => {
      const address = answering.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  project.provide('postgresAsk', port);
  return async () => {
    answering.close();
    await (await running?.catch(() => undefined))?.stop();
  };
}
