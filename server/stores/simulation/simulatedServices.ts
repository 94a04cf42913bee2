import type { EngineRecords, ExecutorServices, SqlSession } from '../../../engine/activity/executor.ts';
import type { Outside } from '../../../engine/activity/outside.ts';
import type { Cubes } from '../../../engine/activity/cube.ts';
import { createMask } from '../../../engine/model/secrets.ts';
import type { ServiceScope } from '../../../engine/ports/engineStore.ts';
import type { Simulation } from '../../contract/simulations.ts';
import { createPostgresSession } from '../engine/postgresSession.ts';
import { createSqliteSession } from '../engine/sqliteSession.ts';
import { instanceFor } from '../engine/askedInstances.ts';
import { createEngineRecords } from '../engine/engineRecords.ts';
import type { WorkflowFacts } from '../engine/workflowFacts.ts';
import type { SimulationGround } from './simulationGround.ts';

/** What a simulation would have done elsewhere. */
export type Described = Simulation['described'][number];

/** What the services of a simulation are made of. */
export interface SimulatedMeans {
  readonly ground: SimulationGround;
  readonly facts: WorkflowFacts;
  readonly mayName: (table: string) => boolean;
  readonly cubes: Cubes;
  readonly outside: Outside;
  readonly describe: (described: Described) => void;
}

function createSession({ ground, mayName }: SimulatedMeans, scope: ServiceScope): SqlSession {
  const { trx, definitionSql } = ground;
  if (!definitionSql) return createSqliteSession(trx, { scope, mayName });
  return createPostgresSession({ knex: trx, scope, mayName, definitionSql, outside: undefined });
}

const activityOf = ({ instance, task }: ServiceScope): string => instance.tasks[task]?.activity ?? task;

/** SQL is done, on ground that is taken back; what reaches people, other instances or records is described. */
export function lendSimulated(means: SimulatedMeans, scope: ServiceScope): ExecutorServices {
  const { describe } = means;
  const mask = createMask(scope.secrets ?? {});
  const tell = (what: string): void => {
    describe({ activity: activityOf(scope), what: mask.text(what) });
  };
  return {
    sql: createSession(means, scope),
    records: describedRecords(means, scope, tell),
    outbox: {
      put: async ({ to, group, title, message }) => {
        tell(`Tells ${group ?? to.join(', ')}: ${title}\n${message}`);
      },
      mailed: async () => undefined,
      note: async () => undefined,
    },
    cubes: means.cubes,
    outside: means.outside,
  };
}

/** What instances and their records would have done to them. */
function describedRecords(
  { ground, facts }: SimulatedMeans,
  scope: ServiceScope,
  tell: (what: string) => void,
): EngineRecords {
  return {
    ...createEngineRecords({ trx: ground.trx, inboxReader: ground.trx, facts, scope }),
    purge: async (what) => {
      tell(`Purges ${what}.`);
      return 0;
    },
    recordNotice: async (instances) => {
      tell(`Notes a notice for ${String(instances.length)} instances.`);
    },
    requestBegin: async (wanted) => {
      tell(`Begins an instance of ${wanted.workflow} for “${wanted.key}”, if there is such a workflow.`);
      return { instance: instanceFor(scope, wanted.key) };
    },
    requestStop: async (instances) => {
      tell(`Stops ${instances.join(', ')}.`);
      return [];
    },
    requestKill: async (instances) => {
      tell(`Stops ${instances.join(', ')} unconditionally.`);
    },
  };
}
