import type { Cube } from '../../../engine/activity/cube.ts';
import type { Executor, ExecutorRun, Outcome, SqlSession } from '../../../engine/activity/executor.ts';
import { misconfigured, onDatabase } from '../../../engine/activity/sqlExecution.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import { cubeSql, type CubeSql } from './cubeSql.ts';
import type { UpdateAggregateConfig } from './updateAggregate.kind.ts';

interface Updating {
  readonly cube: Cube;
  readonly sql: SqlSession;
  readonly written: CubeSql;
}

interface Partially extends Updating {
  readonly since: Json;
}

const run = ({ sql }: Updating, statement: string, params: Variables = {}): Promise<number> =>
  onDatabase(() => sql.run(statement, params));

function cubeOf({ config, services }: ExecutorRun<UpdateAggregateConfig>): Cube {
  const cube = services.cubes.get(config.cube);
  if (cube) return cube;
  throw misconfigured(`There is no cube ${config.cube}.`, 'Name one that an installed package declares.');
}

const isPartial = ({ key, changedSince }: Cube): boolean => key !== undefined && changedSince !== undefined;

/** The tables of a cube as they were made the last time; what they were made for may have changed since. */
async function standingShape({ cube, sql, written: { mark } }: Updating): Promise<string | undefined> {
  const standing = new Set(await sql.tables());
  const needed = ['', '_mark', ...(isPartial(cube) ? ['_keys'] : [])];
  if (!needed.every((ending) => standing.has(cube.table + ending))) return undefined;
  const [row] = await onDatabase(() => sql.all(`SELECT shape FROM ${mark}`, {}, 1));
  return typeof row?.['shape'] === 'string' ? row['shape'] : '';
}

async function create(updating: Updating): Promise<void> {
  const { cube, sql, written } = updating;
  for (const table of [written.groups, written.keys, written.mark])
    await run(updating, `DROP TABLE IF EXISTS ${table}`);
  const summed = `SELECT ${written.summed} FROM (${written.facts}) AS given GROUP BY ${written.groupBy}`;
  await run(updating, `CREATE TABLE ${written.groups} AS ${summed} LIMIT 0`);
  await run(updating, `CREATE UNIQUE INDEX ${sql.quote(`${cube.table}_g`)} ON ${written.groups} (cube_group)`);
  await run(updating, `CREATE TABLE ${written.mark} (shape TEXT NOT NULL, since TEXT)`);
  await run(updating, `INSERT INTO ${written.mark} (shape) VALUES (:shape)`, { shape: written.shape });
  if (!isPartial(cube)) return;
  await run(
    updating,
    `CREATE TABLE ${written.keys} AS SELECT cube_key, cube_group FROM (${written.facts}) AS given LIMIT 0`,
  );
  await run(updating, `CREATE INDEX ${sql.quote(`${cube.table}_k`)} ON ${written.keys} (cube_key)`);
  await run(updating, `CREATE INDEX ${sql.quote(`${cube.table}_kg`)} ON ${written.keys} (cube_group)`);
}

/** All groups anew, and which row is in which. */
async function rebuild(updating: Updating): Promise<number> {
  const { cube, written } = updating;
  await run(updating, `DELETE FROM ${written.groups}`);
  const summed = `SELECT ${written.summed} FROM (${written.facts}) AS given GROUP BY ${written.groupBy}`;
  const groups = await run(updating, `INSERT INTO ${written.groups} (${written.columns}) ${summed}`);
  if (!isPartial(cube)) return groups;
  await run(updating, `DELETE FROM ${written.keys}`);
  const placed = `SELECT cube_key, cube_group FROM (${written.facts}) AS given`;
  await run(updating, `INSERT INTO ${written.keys} (cube_key, cube_group) ${placed}`);
  return groups;
}

/**
 * The groups in which changed rows are, were, or were until they went. That a row has gone tells nothing but its absence:
 * every remembered key is looked up.
 */
async function recompute(updating: Partially): Promise<number> {
  const { sql, written, since } = updating;
  const { facts, keys, groups } = written;
  const changed = await onDatabase(() =>
    sql.createWorkTable(`SELECT cube_key, cube_group FROM (${facts}) AS given WHERE cube_changed >= :since`, { since }),
  );
  const news = sql.quote(changed.name);
  const isGone = `NOT EXISTS (SELECT 1 FROM (${facts}) AS given WHERE given.cube_key = known.cube_key)`;
  const isChanged = `EXISTS (SELECT 1 FROM ${news} AS news WHERE news.cube_key = known.cube_key)`;
  await run(updating, `CREATE INDEX ${sql.quote(`${changed.name}_k`)} ON ${news} (cube_key)`);
  const touched = await onDatabase(() =>
    sql.createWorkTable(
      `SELECT cube_group FROM ${news} UNION SELECT cube_group FROM ${keys} AS known WHERE ${isChanged} OR ${isGone}`,
      {},
    ),
  );
  await run(updating, `DELETE FROM ${keys} AS known WHERE ${isChanged} OR ${isGone}`);
  await run(updating, `INSERT INTO ${keys} (cube_key, cube_group) SELECT cube_key, cube_group FROM ${news}`);
  const inTouched = `IN (SELECT cube_group FROM ${sql.quote(touched.name)})`;
  await run(updating, `DELETE FROM ${groups} WHERE cube_group ${inTouched}`);
  await run(
    updating,
    `INSERT INTO ${groups} (${written.columns}) SELECT ${written.summed} FROM ${keys} AS known ` +
      `JOIN (${facts}) AS given ON given.cube_key = known.cube_key AND given.cube_group = known.cube_group ` +
      `WHERE known.cube_group ${inTouched} GROUP BY ${written.groupBy}`,
  );
  for (const { name } of [changed, touched]) await onDatabase(() => sql.dropTable(name));
  return touched.recordCount;
}

/** From where on changes are looked at again: what was committed late must not be passed over. */
async function sinceOf({ cube: { changedSince }, sql, written }: Updating): Promise<Json | undefined> {
  const [row] = await onDatabase(() => sql.all(`SELECT since FROM ${written.mark}`, {}, 1));
  const since = row?.['since'];
  if (typeof since !== 'string' || !changedSince) return undefined;
  if (changedSince.type === 'number') return Number(since) - changedSince.lateBy;
  return new Date(Date.parse(since) - changedSince.lateBy * 1_000).toISOString();
}

async function remember(updating: Updating): Promise<void> {
  const { cube, sql, written } = updating;
  if (!isPartial(cube)) return;
  const [row] = await onDatabase(() =>
    sql.all(`SELECT max(cube_changed) AS since FROM (${written.facts}) AS given`, {}),
  );
  const since = row?.['since'] ?? null;
  const text = typeof since === 'number' ? String(since) : since;
  await run(updating, `UPDATE ${written.mark} SET since = :since`, { since: text });
}

async function execute({ config, services, ...rest }: ExecutorRun<UpdateAggregateConfig>): Promise<Outcome> {
  const cube = cubeOf({ config, services, ...rest });
  const { sql } = services;
  if (config.mode === 'partial' && !isPartial(cube))
    throw misconfigured(
      `The cube ${cube.name} can only be updated in full: it declares no key and no column of changes.`,
      'Set “Update” to all groups, or declare key and changedSince.',
    );
  const updating: Updating = { cube, sql, written: cubeSql(cube, sql) };
  const shape = await standingShape(updating);
  const isAsMade = shape === updating.written.shape;
  if (!isAsMade) await create(updating);
  // Two updates at once would both count what is new; SQLite has one writer anyway.
  if (sql.dialect === 'postgres') await run(updating, `LOCK TABLE ${updating.written.mark} IN EXCLUSIVE MODE`);
  const since = isAsMade && config.mode === 'partial' ? await sinceOf(updating) : undefined;
  const recordCount = since === undefined ? await rebuild(updating) : await recompute({ ...updating, since });
  await remember(updating);
  return { recordCount, vars: { recordCount, mode: since === undefined ? 'full' : 'partial' } };
}

export const updateAggregateExecutor: Executor<UpdateAggregateConfig> = { kind: 'updateAggregate', execute };
