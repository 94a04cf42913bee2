import type { Knex } from 'knex';
import { pino } from 'pino';
import { executors as shippedExecutors } from '../../definitions/registry/executors.generated.ts';
import type { Executors } from '../../engine/activity/executor.ts';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import type { Outside } from '../../engine/activity/outside.ts';
import { invariant } from '../../engine/invariant.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { instanceIdSchema, requestIdSchema, type InstanceId } from '../../engine/model/ids.ts';
import type { Variables } from '../../engine/model/json.ts';
import { Runner } from '../../engine/runtime/runner.ts';
import type { RequestPayload } from '../../server/contract/requestPayloads.ts';
import { createIds } from '../../server/operations/newIds.ts';
import { installWorkflow } from '../../server/operations/packageWorkflows.ts';
import { installWorkflows } from '../../server/packages/installWorkflows.ts';
import { cubes, optionDefaults, tablePatterns, validationOfPackages } from '../../server/packages/manifests.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { createSqlDefinitions } from '../../server/stores/engine/sqlDefinitions.ts';
import { createSqlEngineStore } from '../../server/stores/engine/sqlEngineStore.ts';
import { createSqlInbox } from '../../server/stores/engine/sqlInbox.ts';
import { createWorkflowFacts } from '../../server/stores/engine/workflowFacts.ts';
import { createWeb } from '../../server/web.ts';
import { createLink } from '../api/support/link.ts';
import { comeToRest } from '../support/comeToRest.ts';
import { sandboxForTests } from '../support/outsideForTests.ts';
import type { StoreTables } from '../support/sqliteFiles.ts';
import { chosenDatabase, openInstallation } from '../support/webTables.ts';

/** The engine with all packages and their demo data installed, on a clock that only a test moves. */
export interface EngineRun {
  readonly knex: Knex;
  /** Asks something, as an operator would, and lets the engine work until it has nothing left to do. */
  readonly ask: (payload: RequestPayload, about: { workflow?: string; instance?: InstanceId }) => Promise<void>;
  /** Sends a signal, as a program of an administrator would, or several at once. */
  readonly signal: (name: string, vars?: Variables, times?: number) => Promise<void>;
  /** Puts the clock forward, and lets the engine do what is due then. */
  readonly until: (nowMs: number) => Promise<void>;
  /** Lets time pass: whatever falls due does so at its instant. */
  readonly liveUntil: (nowMs: number) => Promise<void>;
  /** Publishes a workflow of a test beside those of the package. */
  readonly publish: (definition: unknown) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Files are taken, row by row, and nobody keeps them. */
const forgottenFiles: Outside['files'] = {
  ...nothingOutside.files,
  writeCsv: async (_writing, batches) => {
    for await (const { length } of batches) invariant(length > 0, 'a batch of a file has rows');
  },
};

/** Scripts work as on a server, files are written to nowhere, mails stay in the outbox, and nothing else is there. */
const scriptsAndOutbox: Outside = {
  ...nothingOutside,
  scripts: {
    run: async (call) => (await sandboxForTests()).run(call),
    fault: async (code) => (await sandboxForTests()).fault(code),
  },
  files: forgottenFiles,
  mail: { sends: false, send: async () => undefined },
};
const silent = { changed: async () => undefined, progress: () => undefined, webCommands: () => undefined };

/** What a test puts in the place of what is shipped. */
export interface EngineParts {
  readonly executors?: Executors;
  /** The workflows that are there, and started; all that are shipped, unless some are named. */
  readonly workflows?: readonly string[];
  /** What tasks reach outside of the database: scripts, files and the outbox, beside what is given. */
  readonly outside?: Partial<Outside>;
}

/** @param nowMs where the clock stands. */
export async function openEngine(
  nowMs: number,
  demoScale: number,
  parts: EngineParts = {},
  database = chosenDatabase(),
): Promise<EngineRun> {
  const tables = await openInstallation(database, { nowMs, demo: true, demoScale, onProgress: () => undefined });
  const { engine: knex, inbox, engineReader } = tables;
  let clockMs = nowMs;
  const clock: Clock = { nowMs: () => clockMs, at: () => () => undefined };
  const web = await createWeb({
    config: { adminPassword: 'only for this test', publicUrl: undefined, proxies: 0, signInAttempts: 10 },
    inbox,
    engineReader,
    kinds,
    link: createLink(),
    clock,
    log: pino({ level: 'error' }),
    validation: validationOfPackages,
  });
  const isThere = ({ name }: { readonly name: string }): boolean => parts.workflows?.includes(name) ?? true;
  const there = packages.map(({ name, workflows }) => ({ name, workflows: workflows.filter(isThere) }));
  await installWorkflows(web.resources, there);
  const runner = createRunner(tables, clock, parts);
  let asked = 0;
  return {
    knex,
    ask: async (
      payload,
      { workflow = null, instance = null }: { workflow?: string | null; instance?: InstanceId | null },
    ) => {
      asked += 1;
      const id = requestIdSchema.parse(`asked-${asked}`);
      const requestedAt = new Date(clockMs).toISOString();
      await web.resources.inbox.change((stores) =>
        stores.requests.add({ id, workflow, instance, task: null, payload, by: 'admin', requestedAt }),
      );
      runner.nudge();
      await comeToRest(runner);
    },
    signal: async (name, vars = {}, times = 1) => {
      const receivedAt = new Date(clockMs).toISOString();
      const sender = { by: 'admin', startsTechnical: true, receivedAt };
      for (let sent = 0; sent < times; sent += 1) {
        asked += 1;
        const signal = { id: `signal-${asked}`, name, key: null, instance: null, vars, ...sender };
        await web.resources.inbox.change((stores) => stores.signals.add(signal));
      }
      runner.nudge();
      await comeToRest(runner);
    },
    until: async (then) => {
      clockMs = then;
      await comeToRest(runner);
    },
    liveUntil: async (then) => {
      runner.nudge();
      await comeToRest(runner);
      for (let due = await runner.nextDueAtMs(); due !== undefined && due <= then; due = await runner.nextDueAtMs()) {
        clockMs = Math.max(clockMs, due);
        await comeToRest(runner);
      }
      clockMs = then;
      await comeToRest(runner);
    },
    publish: async (definition) => {
      await installWorkflow(web.resources, { packageName: 'test', definition });
    },
    close: async () => {
      await web.close();
      await tables.close();
    },
  };
}

function createRunner(
  { engine: knex, inboxReader, definitionSql }: StoreTables,
  clock: Clock,
  { executors = shippedExecutors, outside }: EngineParts,
): Runner {
  const definitions = createSqlDefinitions({ reader: inboxReader, kinds, optionDefaults });
  const store = createSqlEngineStore({
    knex,
    inboxReader,
    facts: createWorkflowFacts(inboxReader, definitions),
    mayName: (table) => tablePatterns.some((pattern) => pattern.test(table)),
    nowMs: clock.nowMs,
    cubes,
    outside: { ...scriptsAndOutbox, ...outside },
    ...(definitionSql && { definitionSql }),
  });
  const made = createIds(clock);
  const ids = {
    instance: () => instanceIdSchema.parse(made.next()),
    request: () => requestIdSchema.parse(made.next()),
  };
  return new Runner({
    store,
    inbox: createSqlInbox(inboxReader),
    definitions,
    executors,
    clock,
    ids,
    publisher: silent,
  });
}
