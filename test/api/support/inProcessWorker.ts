import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino, type Logger } from 'pino';
import { executors } from '../../../definitions/registry/executors.generated.ts';
import { kinds } from '../../../definitions/registry/kinds.generated.ts';
import type { Outside } from '../../../engine/activity/outside.ts';
import { instanceIdSchema, requestIdSchema } from '../../../engine/model/ids.ts';
import type { Clock } from '../../../engine/ports/clock.ts';
import { Runner } from '../../../engine/runtime/runner.ts';
import type { Runtime } from '../../../engine/runtime/runtime.ts';
import { measuredStore } from '../../../server/metrics/measuredStore.ts';
import { StepMeasures } from '../../../server/metrics/stepMeasures.ts';
import { createIds } from '../../../server/operations/newIds.ts';
import { WorkerLoop } from '../../../server/processes/workerLoop.ts';
import { createSqlDefinitions } from '../../../server/stores/engine/sqlDefinitions.ts';
import { createSqlEngineStore } from '../../../server/stores/engine/sqlEngineStore.ts';
import { createSqlInbox } from '../../../server/stores/engine/sqlInbox.ts';
import { createWorkflowFacts } from '../../../server/stores/engine/workflowFacts.ts';
import type { StoreTables } from '../../support/sqliteFiles.ts';
import { createLink } from './link.ts';
import type { TestLink } from './link.ts';

/** The real runner on the real stores, without a process of its own. */
export interface InProcessWorker {
  readonly link: TestLink;
  /** Tells web what the steps have done since it told last, as a worker does from time to time. */
  readonly tellMeasures: () => Promise<void>;
  readonly close: () => Promise<void>;
}

interface WorkerMeans {
  readonly workRows?: number;
  readonly outside?: Outside | undefined;
  readonly log?: Logger | undefined;
}

export function startWorker(
  tables: StoreTables,
  clock: Clock,
  { outside, log = pino({ level: 'error' }), ...limits }: WorkerMeans = {},
): InProcessWorker {
  const { engine, inboxReader, definitionSql } = tables;
  const definitions = createSqlDefinitions({ reader: inboxReader, kinds, optionDefaults: new Map() });
  const store = createSqlEngineStore({
    knex: engine,
    inboxReader,
    facts: createWorkflowFacts(inboxReader, definitions),
    mayName: () => true,
    nowMs: clock.nowMs,
    ...limits,
    ...(definitionSql && { definitionSql }),
    ...(outside && { outside }),
  });
  const newIds = createIds(clock);
  const ids = {
    instance: () => instanceIdSchema.parse(newIds.next()),
    request: () => requestIdSchema.parse(newIds.next()),
  };
  const link = createLink(() => loop.nudge());
  const publisher: Runtime['publisher'] = {
    changed: async ({ workflow, instance }) => {
      const instances = instance ? [{ instance: instance.id, seq: instance.seq }] : [];
      link.tell({ type: 'changed', workflows: [workflow], instances });
    },
    progress: (message) => link.tell({ type: 'progress', ...message }),
    webCommands: () => link.tell({ type: 'webCommands' }),
  };
  const inbox = createSqlInbox(inboxReader);
  const measures = new StepMeasures();
  const runtime: Runtime = {
    store: measuredStore(store, measures),
    inbox,
    definitions,
    executors,
    clock,
    ids,
    publisher,
  };
  const loop = new WorkerLoop({
    runner: new Runner(runtime),
    runtime,
    log,
    betweenTurns: nextTurn,
    webCommandsWaiting: () => Promise.resolve(false),
  });
  const ended = loop.run();
  return {
    link,
    tellMeasures: async () => {
      const measured = await measures.take(definitions);
      if (measured) link.tell({ type: 'measured', measured });
    },
    close: async () => {
      loop.drain();
      await ended;
    },
  };
}
