import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../server/database/connect.ts';
import { startServer, type ServerOptions } from '../support/server.ts';
import { describeKilled } from './killing/killed.contract.ts';

describeKilled('on SQLite', async () => {
  const data = mkdtempSync(join(tmpdir(), 'signalbox-killed-'));
  const server: ServerOptions = { data, args: ['--no-demo'], env: { SIGNALBOX_LOG_LEVEL: 'silent' } };
  await (await startServer(server)).stop();
  const file = join(data, 'signalbox.db');
  const knex = openSqlite({ file, readOnly: true });
  return {
    server,
    knex,
    longestMicros: { commit: 40, statement: 15, 'slow statement': 8_000 },
    make: async (tables) => {
      const writer = openSqlite({ file });
      await tables(writer);
      await writer.destroy();
    },
    close: async () => {
      await knex.destroy();
      rmSync(data, { recursive: true, force: true });
    },
  };
});
