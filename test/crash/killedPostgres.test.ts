import { openPostgres } from '../../server/database/connect.ts';
import { usableDefinitionsRole } from '../../server/database/definitionsRole.ts';
import { createPostgresDatabase } from '../support/postgres.ts';
import { startServer, type ServerOptions } from '../support/server.ts';
import { describeKilled } from './killing/killed.contract.ts';

const applicationName = 'signalbox tests';

describeKilled('on PostgreSQL', async () => {
  const { url, drop } = await createPostgresDatabase();
  const server: ServerOptions = {
    args: ['--no-demo'],
    env: { SIGNALBOX_LOG_LEVEL: 'silent', DATABASE_URL: url },
  };
  await (await startServer(server)).remove();
  const knex = openPostgres(url, { pool: 2, applicationName });
  return {
    server,
    knex,
    longestMicros: { commit: 300, statement: 300, 'slow statement': 12_000 },
    make: async (tables) => {
      const owner = openPostgres(url, { pool: 1, applicationName, data: { role: await usableDefinitionsRole(knex) } });
      await tables(owner);
      await owner.destroy();
    },
    close: async () => {
      await knex.destroy();
      await drop();
    },
  };
});
