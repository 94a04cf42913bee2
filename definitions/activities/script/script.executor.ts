import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { Executor, ExecutorRun, Outcome, Row } from '../../../engine/activity/executor.ts';
import { inboundRowSets } from '../../../engine/activity/rowSets.ts';
import { onDatabase } from '../../../engine/activity/sqlExecution.ts';
import { namePattern } from '../../../engine/model/ids.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import { timeLimitMs, type ScriptConfig } from './script.kind.ts';

type Run = ExecutorRun<ScriptConfig>;

async function rowsOf(run: Run): Promise<readonly Row[]> {
  const { primary, rows } = run.config;
  if (rows === 0 || Object.keys(run.task.workTables).length === 0) return [];
  const [leading] = await inboundRowSets(run, primary);
  const limit = String(rows);
  return onDatabase(() => run.services.sql.all(`SELECT * FROM ${leading.table} LIMIT ${limit}`, {}, rows));
}

/** What a script returns, as variables: an object, or nothing. */
function variables(value: Json): Variables {
  const fault = (message: string): ExecutorFailure =>
    new ExecutorFailure({ cause: 'data', message, hint: 'Return an object: return { total: 3 };' });
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw fault(`The script returned ${JSON.stringify(value).slice(0, 100)}, which is no object.`);
  const strange = Object.keys(value).find((name) => !namePattern.test(name));
  if (strange !== undefined) throw fault(`“${strange.slice(0, 100)}” is no name for a variable.`);
  return value;
}

async function execute(run: Run): Promise<Outcome> {
  const { config, services, task, instance, nowMs, evaluate, signal } = run;
  const rows = await rowsOf(run);
  const { value, lines } = await services.outside.scripts.run({
    code: config.script,
    given: {
      vars: task.vars,
      instance: { id: instance, inputs: evaluate('instance.inputs'), vars: evaluate('instance.vars') },
      rows: rows.map((row) => ({ ...row })),
      now: new Date(nowMs).toISOString(),
    },
    nowMs,
    signal,
    seed: `${instance}/${task.id}`,
    timeLimitMs: timeLimitMs(config),
  });
  return { vars: variables(value), journal: lines.map((text) => ({ level: 'info', text })) };
}

export const scriptExecutor: Executor<ScriptConfig> = { kind: 'script', execute };
