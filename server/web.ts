import http from 'node:http';
import type { Kinds } from '../engine/activity/kind.ts';
import type { Mailer, ScriptSandbox } from '../engine/activity/outside.ts';
import { validateDefinition } from '../engine/graph/validateDefinition.ts';
import type { ValidationContext } from '../engine/graph/validationContext.ts';
import { createAccess } from './access/access.ts';
import type { Access } from './access/access.ts';
import { ensureAdmin } from './access/ensureAdmin.ts';
import type { EnsuredAdmin } from './access/ensureAdmin.ts';
import { createPasswords } from './access/passwords.ts';
import type { Passwords } from './access/passwords.ts';
import { hashSecret, makeSecret } from './access/secrets.ts';
import type { ShippedPackage } from '../definitions/packages/shippedPackage.ts';
import type { Config } from './config/config.ts';
import { createApp } from './http/app.ts';
import { describeRoutes } from './http/openApi.ts';
import { routeTable } from './http/routeTable.ts';
import { createMetricsText } from './metrics/metricsText.ts';
import { MeasuredTotals } from './metrics/measuredTotals.ts';
import { createAnswerOnce } from './operations/answerOnce.ts';
import { startHousekeeping } from './operations/housekeeping.ts';
import { createIds } from './operations/newIds.ts';
import { createOperations } from './operations/operations.ts';
import type { Clock } from './operations/ports/clock.ts';
import type { Log } from './operations/ports/log.ts';
import type { Resources } from './operations/resources.ts';
import type { WorkerLink } from './processes/workerLink.ts';
import { createEngineReader } from './stores/web/engineReader.ts';
import type { WebDatabases } from './stores/web/engineReader.ts';
import { createInbox } from './stores/web/inbox.ts';
import { createLiveServer } from './stream/liveServer.ts';

/** What web is made of; both databases are migrated already. */
export interface WebMeans extends WebDatabases {
  readonly config: Pick<Config, 'adminPassword' | 'publicUrl' | 'proxies' | 'signInAttempts'>;
  readonly kinds: Kinds;
  readonly link: WorkerLink;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the built editor lies; absent: none is served. */
  readonly editorDir?: string;
  /** What definitions are checked against: the options and groups of the installed packages. */
  readonly validation?: ValidationContext;
  /** Reads scripts of definitions when they are saved; absent: their syntax is not looked at. */
  readonly scripts?: Pick<ScriptSandbox, 'fault'>;
  /** In tests: answers are checked against their schemas, and clients get heartbeats sooner. */
  readonly checkAnswers?: boolean;
  /** The packages that can be installed and removed; none where it is left out. */
  readonly packages?: readonly ShippedPackage[];
  readonly changePackage?: Resources['changePackage'];
  readonly simulate?: Resources['simulate'];
  readonly askSql?: Resources['askSql'] | undefined;
  /** Tries whether mails are taken; none where it is left out: they are kept. */
  readonly mail?: Mailer;
  readonly heartbeatMs?: number;
  /** How long beginning an instance waits for a worker. */
  readonly beginWaitMs?: number;
}

export interface Web {
  /** Not listening yet: whoever composes chooses the address. */
  readonly server: http.Server;
  /** Whether the operator `admin` was made now, and the password that was generated for it. */
  readonly admin: EnsuredAdmin;
  /** For `installWorkflow` and the command line. */
  readonly resources: Resources;
  readonly close: () => Promise<void>;
}

/** How long what is being answered may take when web closes. */
const closingMs = 2_000;
const signInWindowMs = 5 * 60_000;
const apiVersion = '0.1.0';

const keptMail: Mailer = { sends: false, send: () => Promise.resolve() };

interface Entrance {
  readonly access: Access;
  readonly passwords: Passwords;
}

const createResources = (means: WebMeans): Resources => ({
  inbox: createInbox(means.inbox),
  engine: createEngineReader(means.engineReader),
  worker: means.link,
  clock: means.clock,
  ids: createIds(means.clock),
  ...(means.simulate && { simulate: means.simulate }),
  ...(means.askSql && { askSql: means.askSql }),
  packages: means.packages ?? [],
  mail: means.mail ?? keptMail,
  ...(means.changePackage && { changePackage: means.changePackage }),
  kinds: means.kinds,
  scriptFault: async (code) => means.scripts?.fault(code),
  validate: (input) => validateDefinition(input, means.kinds, means.validation),
});

function createHttpServer(means: WebMeans, resources: Resources, { access, passwords }: Entrance): http.Server {
  const { link, config, log, editorDir, checkAnswers = false } = means;
  const operations = createOperations(
    resources,
    { hashPassword: passwords.hash, makeSecret, hashSecret },
    means.beginWaitMs,
  );
  const document = describeRoutes(routeTable, apiVersion);
  const totals = new MeasuredTotals();
  link.onMeasured((measured) => totals.add(measured));
  const app = createApp({
    routes: Object.values(routeTable),
    services: {
      operations,
      access,
      workerStatus: () => link.status(),
      openApi: () => document,
      metricsText: createMetricsText(totals),
    },
    answerOnce: createAnswerOnce(resources),
    publicUrl: config.publicUrl,
    checkAnswers,
    log,
    editorDir,
    signInLimit: { attempts: config.signInAttempts, windowMs: signInWindowMs },
    proxies: config.proxies,
  });
  return http.createServer(app);
}

/** The web process: HTTP, the live stream and the editor's files, on two databases and a link to the worker. */
export async function createWeb(means: WebMeans): Promise<Web> {
  const { link, clock, log, config } = means;
  const resources = createResources(means);
  const passwords = createPasswords();
  const access = createAccess({ inbox: resources.inbox, clock, passwords });
  const admin = await ensureAdmin({ inbox: resources.inbox, clock, passwords }, config.adminPassword);
  // Signing out ends the live connections of that session at once.
  const signOut: typeof access.signOut = async (credential) => {
    await access.signOut(credential);
    await live.recheck();
  };
  const server = createHttpServer(means, resources, { access: { ...access, signOut }, passwords });
  const live = createLiveServer({
    server,
    resources,
    access,
    link,
    log,
    publicUrl: config.publicUrl,
    heartbeatMs: means.heartbeatMs ?? 5_000,
  });
  const endHousekeeping = startHousekeeping(resources, link, log);
  return {
    server,
    admin,
    resources,
    close: async () => {
      await endHousekeeping();
      // Closing the stream closes the server under it, once what is being answered is answered; not for long.
      const cutOff = setTimeout(() => server.closeAllConnections(), closingMs);
      await live.close();
      clearTimeout(cutOff);
    },
  };
}
