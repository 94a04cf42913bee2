import type { AddressInfo } from 'node:net';
import type { Knex } from 'knex';
import { pino, type Logger } from 'pino';
import { kinds } from '../../../definitions/registry/kinds.generated.ts';
import { bundleProgram } from '../../../build/bundle.mjs';
import { inRoot } from '../../../build/paths.mjs';
import { createSqlTrials } from '../../../server/processes/sqlTrialProcess.ts';
import type { Mailer, Outside } from '../../../engine/activity/outside.ts';
import type { ShippedPackage } from '../../../definitions/packages/shippedPackage.ts';
import { changePackage } from '../../../server/database/changePackage.ts';
import type { PackageChange } from '../../../server/operations/ports/packageChange.ts';
import { createClock } from '../../../server/processes/systemClock.ts';
import { createWeb } from '../../../server/web.ts';
import type { Web } from '../../../server/web.ts';
import type { Resources } from '../../../server/operations/resources.ts';
import { adminPassword } from '../../support/server.ts';
import { openWebTables, type TestDatabase, type WebTables } from '../../support/webTables.ts';
import { startWorker } from './inProcessWorker.ts';
import { createLink } from './link.ts';
import type { TestLink } from './link.ts';

/** Web on a real database of its own, with the real runner, or none. */
export interface TestWeb {
  readonly url: string;
  readonly web: Web;
  readonly link: TestLink;
  /** Lets the worker tell what its steps have done. */
  readonly tellMeasures: () => Promise<void>;
  /** The worker's own connection: a test without a worker writes here what one would. */
  readonly engine: Knex;
  readonly inbox: Knex;
  /** Changes the tables of a package, as while the worker rests. */
  readonly changePackage: (change: PackageChange) => Promise<void>;
  /** Makes a table with a column `id`, as a package would. */
  readonly createTable: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface TestWebOptions {
  /** Default: what `SIGNALBOX_TEST_DATABASE` chooses. */
  readonly database?: TestDatabase;
  readonly worker?: boolean;
  /** What tasks reach outside of the database: nothing, unless it is given. */
  readonly outside?: Outside;
  readonly signInAttempts?: number;
  readonly heartbeatMs?: number;
  readonly editorDir?: string;
  /** The packages that can be installed and removed. */
  readonly packages?: readonly ShippedPackage[];
  /** Whether it tries SQL. */
  readonly triesSql?: boolean;
  /** What simulates: nothing, unless it is given. */
  readonly simulate?: Resources['simulate'];
  /** By what web tries whether mails are taken: they are kept, unless it is given. */
  readonly mail?: Mailer;
  /** How many rows an instance may keep in work tables. */
  readonly workRows?: number;
  /** Where web and worker say what goes wrong; to the output, unless it is given. */
  readonly log?: Logger;
}

let trial: Promise<string> | undefined;

async function trialsOn({ place: { database, url } }: WebTables): Promise<Resources['askSql']> {
  trial ??= bundleProgram(inRoot('server', 'sqlTrial.ts'));
  return createSqlTrials({ program: await trial, database, environment: { DATABASE_URL: url } });
}

export async function startWeb(options: TestWebOptions = {}): Promise<TestWeb> {
  const { worker: withWorker = true, signInAttempts = 1_000, heartbeatMs = 200, editorDir, workRows = 0 } = options;
  const tables = await openWebTables(options.database);
  const { engine, inbox, engineReader, definitionSql } = tables;
  const clock = createClock();
  const worker = withWorker
    ? startWorker(tables, clock, { workRows, outside: options.outside, log: options.log })
    : undefined;
  const link = worker?.link ?? createLink();
  const data = definitionSql && { knex: definitionSql.outside, role: definitionSql.role };
  const change = (asked: PackageChange): Promise<void> =>
    changePackage({ knex: engine, ...(data && { data }) }, { nowMs: clock.nowMs(), demoScale: 0.003 }, asked);
  const web = await createWeb({
    config: { adminPassword, publicUrl: undefined, proxies: 0, signInAttempts },
    inbox,
    engineReader,
    kinds,
    link,
    clock,
    log: options.log ?? pino({ level: 'error' }),
    checkAnswers: true,
    askSql: options.triesSql === true ? await trialsOn(tables) : undefined,
    ...(options.simulate && { simulate: options.simulate }),
    heartbeatMs,
    changePackage: change,
    ...(options.packages && { packages: options.packages }),
    ...(options.mail && { mail: options.mail }),
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
    tellMeasures: async () => worker?.tellMeasures(),
    engine,
    inbox,
    changePackage: change,
    createTable: (name) => (definitionSql?.outside ?? engine).schema.createTable(name, (table) => table.integer('id')),
    close: async () => {
      await web.close();
      await worker?.close();
      await tables.close();
    },
  };
}
