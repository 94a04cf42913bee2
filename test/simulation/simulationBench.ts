import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Knex } from 'knex';
import { executors } from '../../definitions/registry/executors.generated.ts';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import { definitionSchema } from '../../engine/model/definition.ts';
import { simulationOrderSchema, type Simulation } from '../../server/contract/simulations.ts';
import { openPostgres, openSqlite } from '../../server/database/connect.ts';
import { migrate } from '../../server/database/migrate.ts';
import { engineMigrations, engineMigrationTable } from '../../server/database/migrations/engine/all.ts';
import { migratePostgres } from '../../server/database/prepareDatabases.ts';
import { simulate, type SimulationTools } from '../../server/stores/simulation/simulate.ts';
import { onCopy, onTransaction } from '../../server/stores/simulation/simulationGround.ts';
import { createPostgresDatabase } from '../support/postgres.ts';

const nowMs = Date.parse('2026-01-31T04:00:00.000Z');

const never = (): boolean => false;

const tools = {
  kinds,
  executors,
  optionDefaults: new Map(),
  mayName: () => true,
  cubes: new Map(),
  outside: nothingOutside,
} satisfies Omit<SimulationTools, 'isOver'>;

/** A database that simulations stand on. */
export interface SimulationBench {
  /** `more`: what an order holds beside the definition. */
  readonly run: (definition: object, more?: object, isOver?: () => boolean) => Promise<Simulation>;
  readonly knex: Knex;
  /** What a simulation leaves beside the database. */
  readonly left: () => readonly string[];
  readonly close: () => Promise<void>;
}

const orderOf = (definition: object, more: object) =>
  simulationOrderSchema.parse({
    id: 'i_simulated',
    definition: definitionSchema.parse(definition),
    input: {},
    answers: {},
    nowMs,
    by: 'anna',
    ...more,
  });

async function onSqlite(): Promise<SimulationBench> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-simulate-'));
  const engineFile = join(folder, 'signalbox.db');
  const knex = openSqlite({ file: engineFile });
  await migrate(knex, engineMigrationTable, engineMigrations);
  const copy = join(folder, 'copy.db');
  return {
    knex,
    run: (definition, more = {}, isOver = never) =>
      onCopy({ engineFile, copy }, (ground) => simulate(ground, { ...tools, isOver }, orderOf(definition, more))),
    left: () => readdirSync(folder).filter((name) => name.startsWith('copy')),
    close: async () => {
      await knex.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function onPostgres(): Promise<SimulationBench> {
  const { url, drop } = await createPostgresDatabase();
  const knex = openPostgres(url, { pool: 2, applicationName: 'signalbox tests' });
  await migratePostgres(knex);
  return {
    knex,
    run: (definition, more = {}, isOver = never) =>
      onTransaction(url, (ground) => simulate(ground, { ...tools, isOver }, orderOf(definition, more))),
    left: () => [],
    close: async () => {
      await knex.destroy();
      await drop();
    },
  };
}

/** Both databases, by name. */
export const simulationBenches: readonly (readonly [string, () => Promise<SimulationBench>])[] = [
  ['SQLite', onSqlite],
  ['PostgreSQL', onPostgres],
];
