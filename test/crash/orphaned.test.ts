import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { openPostgres } from '../../server/database/connect.ts';
import { workerApplication } from '../../server/database/workerBackends.ts';
import type { workerSettingsSchema } from '../../server/processes/workerSettings.ts';
import { createPostgresDatabase } from '../support/postgres.ts';
import { killProcess, startServer } from '../support/server.ts';
import { until } from '../support/until.ts';

const program = join(import.meta.dirname, '../../dist/server/worker.js');
const settings: z.input<typeof workerSettingsSchema> = {
  worker: 'w_orphan',
  database: { dialect: 'postgres' },
  logLevel: 'silent',
  concurrency: 1,
  files: '',
};

// Caught: worker.ts, which listened for the end of web only when it worked already.
it('a worker whose web dies while it still begins ends without having begun', async () => {
  const { url, drop } = await createPostgresDatabase();
  const env = { SIGNALBOX_LOG_LEVEL: 'silent', DATABASE_URL: url };
  await (await startServer({ args: ['--no-demo'], env })).remove();
  const knex = openPostgres(url, { pool: 2, applicationName: 'signalbox tests' });
  // Where it notes that it begins, it comes no further.
  const held = await knex.transaction();
  await held.raw('LOCK TABLE sb_worker IN ACCESS EXCLUSIVE MODE');
  const worker = fork(program, [JSON.stringify(settings)], { env: { ...process.env, ...env }, stdio: 'inherit' });
  const ended = once(worker, 'exit');
  try {
    const waiting = { application_name: workerApplication(settings.worker), wait_event_type: 'Lock' };
    await until(
      'the worker begins',
      async () => (await knex('pg_stat_activity').where(waiting).first('pid')) as unknown,
    );
    worker.disconnect();
    expect(await ended).toEqual([0, null]);
  } finally {
    killProcess(worker.pid ?? 0);
  }
  await held.rollback();
  expect(await knex('sb_worker').where({ id: settings.worker })).toEqual([]);
  await knex.destroy();
  await drop();
});
