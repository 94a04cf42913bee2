import type { Executor, ExecutorRun, Outcome, RecordedRun } from '../../../engine/activity/executor.ts';
import { gatherRows, type GatheredColumn } from '../../../engine/activity/gatheredRows.ts';
import { cutoffFrom } from '../../../engine/activity/instant.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { RunHistoryConfig } from './runHistory.kind.ts';

const columns: readonly GatheredColumn[] = [
  { name: 'instance', type: 'text' },
  { name: 'workflow', type: 'text' },
  { name: 'label', type: 'text' },
  { name: 'category', type: 'text' },
  { name: 'task', type: 'text' },
  { name: 'activity', type: 'text' },
  { name: 'kind', type: 'text' },
  { name: 'status', type: 'text' },
  { name: 'started_at', type: 'instant' },
  { name: 'ended_at', type: 'instant' },
  { name: 'duration_ms', type: 'integer' },
];

const instantOf = (ms: number): string => new Date(ms).toISOString();

/** The values of a run in the order of the columns; an instance as a whole has neither task nor activity. */
const valuesOf = (one: RecordedRun): readonly Json[] => [
  one.instance,
  one.workflow,
  one.label,
  one.category,
  one.task ?? '',
  one.activity ?? '',
  one.kind ?? '',
  one.status,
  instantOf(one.startedAtMs),
  one.endedAtMs === undefined ? null : instantOf(one.endedAtMs),
  one.endedAtMs === undefined ? null : one.endedAtMs - one.startedAtMs,
];

async function execute(run: ExecutorRun<RunHistoryConfig>): Promise<Outcome> {
  const { since, until } = run.config;
  const fromMs = cutoffFrom(run.evaluate(since), since, run.nowMs);
  // What begins in the very instant has begun.
  const untilMs = until === undefined ? run.nowMs + 1 : cutoffFrom(run.evaluate(until), until, run.nowMs);
  const rows = await gatherRows(run.services, columns);
  await run.services.records.runs({ fromMs, untilMs }, (page) => rows.add(page.map(valuesOf)));
  return rows.finish();
}

export const runHistoryExecutor: Executor<RunHistoryConfig> = { kind: 'runHistory', execute };
