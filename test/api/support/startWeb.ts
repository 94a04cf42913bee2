import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { pino } from 'pino';
import { kinds } from '../../../definitions/registry/kinds.generated.ts';
import { openSqlite } from '../../../server/database/connect.ts';
import { migrate } from '../../../server/database/migrate.ts';
import { engineMigrations, engineMigrationTable } from '../../../server/database/migrations/engine/all.ts';
import { inboxMigrations, inboxMigrationTable } from '../../../server/database/migrations/inbox/all.ts';
import { createClock } from '../../../server/processes/systemClock.ts';
import { createWeb } from '../../../server/web.ts';
import type { Web } from '../../../server/web.ts';
import { adminPassword } from '../../support/server.ts';
import { startWorker } from './inProcessWorker.ts';
import { createLink } from './link.ts';
import type { TestLink } from './link.ts';

/** Web on real files in a folder of its own, with the real runner, or none. */
export interface TestWeb {
  readonly url: string;
  readonly web: Web;
  readonly link: TestLink;
  /** The worker's own connection: a test without a worker writes here what one would. */
  readonly engine: Knex;
  readonly inbox: Knex;
  readonly close: () => Promise<void>;
}

export interface TestWebOptions {
  readonly worker?: boolean;
  readonly signInAttempts?: number;
  readonly heartbeatMs?: number;
  readonly editorDir?: string;
}

export async function startWeb(options: TestWebOptions = {}): Promise<TestWeb> {
  const { worker: withWorker = true, signInAttempts = 1_000, heartbeatMs = 200, editorDir } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-api-'));
  const [engineFile, inboxFile] = [path.join(folder, 'signalbox.db'), path.join(folder, 'inbox.db')];
  const engine = openSqlite({ file: engineFile });
  const inbox = openSqlite({ file: inboxFile });
  await migrate(engine, engineMigrationTable, engineMigrations);
  await migrate(inbox, inboxMigrationTable, inboxMigrations);
  const engineReader = openSqlite({ file: engineFile, readOnly: true });
  const inboxReader = openSqlite({ file: inboxFile, readOnly: true });
  const clock = createClock();
  const worker = withWorker ? startWorker(engine, inboxReader, clock) : undefined;
  const link = worker?.link ?? createLink();
  const web = await createWeb({
    config: { adminPassword, publicUrl: undefined, proxies: 0, signInAttempts },
    inbox,
    engineReader,
    kinds,
    link,
    clock,
    log: pino({ level: 'error' }),
    checkAnswers: true,
    heartbeatMs,
    beginWaitMs: withWorker ? 5_000 : 50,
    ...(editorDir === undefined ? {} : { editorDir }),
  });
  await new Promise<void>((resolve) => {
    web.server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address with one.
  const { port } = web.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    web,
    link,
    engine,
    inbox,
    close: async () => {
      await web.close();
      await worker?.close();
      await Promise.all([engine, inbox, engineReader, inboxReader].map((knex) => knex.destroy()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
