import type { Knex } from 'knex';
import { pino } from 'pino';
import { executors as shippedExecutors } from '../../definitions/registry/executors.generated.ts';
import type { Executors } from '../../engine/activity/executor.ts';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import type { Outside } from '../../engine/activity/outside.ts';
import { invariant } from '../../engine/invariant.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { requestIdSchema, type InstanceId } from '../../engine/model/ids.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { RequestPayload } from '../../server/contract/requestPayloads.ts';
import { installWorkflow } from '../../server/operations/packageWorkflows.ts';
import { installWorkflows } from '../../server/packages/installWorkflows.ts';
import { validationOfPackages } from '../../server/packages/manifests.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import { createWeb } from '../../server/web.ts';
import { createLink } from '../api/support/link.ts';
import { sandboxForTests } from '../support/outsideForTests.ts';
import type { Power } from '../support/power.ts';
import { chosenDatabase, openInstallation } from '../support/webTables.ts';
import { EngineWorker } from './engineWorker.ts';

/** The engine with all packages and their demo data installed, on a clock that only a test moves. */
export interface EngineRun {
  readonly knex: Knex;
  /** Where its clock stands. */
  readonly nowMs: () => number;
  /** Where it is lost another worker goes on. */
  readonly power: Power;
  /** Asks something, as an operator would, and lets the engine work until it has nothing left to do. */
  readonly ask: (payload: RequestPayload, about: { workflow?: string; instance?: InstanceId }) => Promise<void>;
  /** Sends a signal, as a program of an administrator would, or several at once. */
  readonly signal: (name: string, vars?: Variables, times?: number) => Promise<void>;
  /** Puts the clock forward, and lets the engine do what is due then. */
  readonly until: (nowMs: number) => Promise<void>;
  /** Lets time pass: whatever falls due does so at its instant. */
  readonly liveUntil: (nowMs: number) => Promise<void>;
  /** Puts the clock forward to what is due next, and lets the engine do it. */
  readonly untilNextDue: () => Promise<void>;
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
  const { executors = shippedExecutors } = parts;
  const worker = new EngineWorker({ tables, clock, executors, outside: { ...scriptsAndOutbox, ...parts.outside } });
  let asked = 0;
  return {
    knex,
    nowMs: clock.nowMs,
    power: worker.power,
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
      worker.nudge();
      await worker.rest();
    },
    signal: async (name, vars = {}, times = 1) => {
      const receivedAt = new Date(clockMs).toISOString();
      const sender = { by: 'admin', startsTechnical: true, receivedAt };
      for (let sent = 0; sent < times; sent += 1) {
        asked += 1;
        const signal = { id: `signal-${asked}`, name, key: null, instance: null, vars, ...sender };
        await web.resources.inbox.change((stores) => stores.signals.add(signal));
      }
      worker.nudge();
      await worker.rest();
    },
    until: async (then) => {
      clockMs = then;
      await worker.rest();
    },
    liveUntil: async (then) => {
      worker.nudge();
      await worker.rest();
      for (let due = await worker.nextDueAtMs(); due !== undefined && due <= then; due = await worker.nextDueAtMs()) {
        clockMs = Math.max(clockMs, due);
        await worker.rest();
      }
      clockMs = then;
      await worker.rest();
    },
    untilNextDue: async () => {
      worker.nudge();
      await worker.rest();
      clockMs = (await worker.nextDueAtMs()) ?? clockMs;
      await worker.rest();
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
