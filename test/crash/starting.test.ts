import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openSqlite } from '../../server/database/connect.ts';
import { startServer } from '../support/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-start-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const program = join(import.meta.dirname, '../../dist/server/main.js');

/** Starts the server where it cannot start; answers its exit code and what it said. */
function startInVain(
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly said: string; readonly printed: string }> {
  const child = spawn(process.execPath, [program, '--no-demo', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: '', SIGNALBOX_TEST_DATABASE: '' },
  });
  const said: string[] = [];
  const printed: string[] = [];
  child.stdout.on('data', (text: Buffer) => printed.push(text.toString()));
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, said: said.join(''), printed: printed.join('') });
    });
  });
}

it('a taken port is told plainly', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => {
      const address = other.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const { code, said, printed } = await startInVain('--port', String(port), '--data', join(folder, 'port'));
  other.close();
  expect(code).toBe(1);
  expect(said.trim().split('\n')).toEqual([`The port ${String(port)} is taken.`, 'Choose another with --port.']);
  // Nothing was made: whoever starts again is told the password then.
  expect(printed).toBe('');
  expect(existsSync(join(folder, 'port'))).toBe(false);
});

it('a data folder that cannot be written is told plainly', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  const { code, said } = await startInVain('--port', '0', '--data', join(file, 'data'));
  expect(code).toBe(1);
  expect(said).toContain('cannot be written');
  expect(said).not.toContain('at Object.');
});

it.skipIf(process.platform !== 'linux')(
  'a data folder where the system lets nobody make one is told plainly',
  async () => {
    const { code, said } = await startInVain('--port', '0', '--data', '/proc/signalbox');
    expect(code).toBe(1);
    expect(said).toContain('The data folder /proc/signalbox cannot be written');
  },
);

it('a data folder that another server uses is told plainly', async () => {
  const server = await startServer({ args: ['--no-demo'] });
  const { code, said } = await startInVain('--port', '0', '--data', server.data);
  await server.remove();
  expect(code).toBe(1);
  expect(said).toContain('Another Signalbox uses the data folder');
});

it('a database of a newer release is told plainly and left as it is', async () => {
  const data = join(folder, 'newer');
  await (await startServer({ args: ['--no-demo'], data })).stop();
  const knex = openSqlite({ file: join(data, 'signalbox.db') });
  await knex('sb_migration_engine').insert({ name: '9999_future', batch: 99, migration_time: '2030-01-01' });
  await knex.destroy();
  const { code, said } = await startInVain('--port', '0', '--data', data);
  expect(code).toBe(1);
  expect(said).toContain('9999_future');
  expect(said).toContain('newer release');
});

it('every wrong setting is told at once', async () => {
  const { code, said } = await startInVain('--port', 'many', '--colour', 'red');
  expect(code).toBe(1);
  expect(said).toContain('--port');
  expect(said).toContain('--colour');
});
