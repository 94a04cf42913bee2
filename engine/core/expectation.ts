import type { WorkflowStatus } from '../machines/workflow.machine.ts';
import type { Definition } from '../model/definition.ts';
import type { WorkflowName } from '../model/ids.ts';
import { nextFiring } from '../time/nextFiring.ts';
import { parseSchedule } from '../time/schedule.ts';

/** By when a workflow is expected to have finished, and since when that counts (semantics.md 7, `expectBy`). */
export interface Expectation {
  readonly workflow: WorkflowName;
  readonly sinceMs: number;
  readonly dueAtMs: number;
}

/** A window in which no instance finished. */
export interface Unmet extends Expectation {
  readonly group: string;
  readonly title: string;
  readonly message: string;
}

/** The next time after an instant by which a definition expects its workflow to have finished. */
function nextExpected({ expectBy, timeZone }: Definition, afterMs: number): number | undefined {
  if (!expectBy) return undefined;
  const parsed = parseSchedule({ cron: expectBy.cron });
  return parsed.ok ? nextFiring(parsed.schedule, afterMs, expectBy.timeZone ?? timeZone) : undefined;
}

/**
 * What is expected of a workflow from now on: of one that is paused or whose schedule is held, too, since nobody else
 * would say that it does not run. Nothing of one that was never started, or is stopped.
 */
export function expectation(
  definition: Definition,
  { status, nowMs }: { readonly status: WorkflowStatus; readonly nowMs: number },
  former: Expectation | undefined,
): Expectation | undefined {
  if (status !== 'started' && status !== 'paused') return undefined;
  if (former && former.dueAtMs <= nowMs && definition.expectBy) return former;
  const dueAtMs = nextExpected(definition, nowMs);
  return dueAtMs === undefined ? undefined : { workflow: definition.name, sinceMs: former?.sinceMs ?? nowMs, dueAtMs };
}

/** The window after one that is over: the next begins with its end; of several that passed unseen the first counts for all. */
export function nextWindow(definition: Definition, over: Expectation, nowMs: number): Expectation | undefined {
  const dueAtMs = nextExpected(definition, Math.max(nowMs, over.dueAtMs));
  return dueAtMs === undefined ? undefined : { workflow: over.workflow, sinceMs: over.dueAtMs, dueAtMs };
}

/** What supervisors are told where nothing finished in a window. */
export function unmet({ supervisors, severity }: Definition, over: Expectation): Unmet {
  const { workflow, sinceMs, dueAtMs } = over;
  const [since, due] = [new Date(sinceMs).toISOString(), new Date(dueAtMs).toISOString()];
  return {
    ...over,
    group: supervisors ?? '',
    title: `${workflow} has not finished`,
    message: `It was expected by ${due}, and no instance has finished since ${since}. Severity: ${severity}.`,
  };
}
