import type { Definition } from '../../../engine/model/definition.ts';
import type { Failure, FailureCause } from '../../../engine/model/failure.ts';
import type { PauseCause } from '../../../engine/model/instance.ts';
import { severityRank, type Severity } from '../../../engine/model/severity.ts';
import type { Dealing, DeskGroup, Suggestion } from '../../contract/desk.ts';
import { isoOf } from '../ports/clock.ts';
import { sameError } from './sameError.ts';

/** An instance that stands still or has failed, as far as the desk needs to know it. */
export interface Stuck {
  readonly id: string;
  readonly workflow: string;
  readonly version: number;
  readonly severity: Severity;
  /** Absent where it has failed. */
  readonly pause?: PauseCause;
  readonly sinceMs: number;
  readonly activity?: string;
  readonly failure?: Failure;
}

/** What the desk knows of a workflow: its newest version, where there is one. */
export interface KnownWorkflow {
  readonly definition: Definition | undefined;
  readonly version: number;
  readonly changedBy: string;
  readonly changedAt: string;
}

export interface DeskGround {
  readonly workflows: ReadonlyMap<string, KnownWorkflow>;
  readonly dealings: ReadonlyMap<string, Dealing>;
}

const shownAtMost = 200;

/** Which failures may go well when they are executed again as they are. */
const passing: ReadonlySet<FailureCause> = new Set(['transient', 'timeout', 'cancelled', 'lost']);

const causeOf = ({ pause }: Stuck): DeskGroup['cause'] => pause?.kind ?? 'failed';

const messageOf = ({ failure, pause }: Stuck): string => failure?.message ?? pause?.reason ?? '';

const keyOf = (stuck: Stuck): string =>
  JSON.stringify([causeOf(stuck), stuck.workflow, stuck.activity ?? null, sameError(messageOf(stuck))]);

function suggestionFor(first: Stuck, isOutdated: boolean): Suggestion {
  switch (causeOf(first)) {
    case 'failed':
      return 'restart';
    case 'workflow':
      return 'resumeWorkflow';
    case 'parent':
      return 'openParent';
    case 'quota':
      return 'makeRoom';
    case 'own':
      return 'resume';
    case 'error':
      if (isOutdated) return 'resumeOnNewest';
      return first.failure && !passing.has(first.failure.cause) ? 'edit' : 'resume';
  }
}

/** What the newest version says of a workflow, and who made it. */
function workflowFacts(workflow: string, sinceMs: number, known: KnownWorkflow | undefined) {
  const neverSeen: KnownWorkflow = { definition: undefined, version: 0, changedBy: '', changedAt: isoOf(sinceMs) };
  const { definition, version, changedBy, changedAt } = known ?? neverSeen;
  return {
    workflow,
    label: definition?.label ?? null,
    category: definition?.category ?? ('custom' as const),
    supervisors: definition?.supervisors ?? null,
    newest: { version, by: changedBy, at: changedAt },
  };
}

const labelIn = (definition: Definition | undefined, activity: string | undefined) =>
  new Map(Object.entries(definition?.activities ?? {})).get(activity ?? '')?.label ?? null;

/** What failed, where something did. */
const failureFacts = (first: Stuck, definition: Definition | undefined) => ({
  activity: first.activity ?? null,
  activityLabel: labelIn(definition, first.activity),
  message: messageOf(first),
  hint: first.failure?.hint ?? null,
  failureCause: first.failure?.cause ?? null,
});

const severestOf = (members: readonly Stuck[], first: Stuck): Severity =>
  members.reduce(
    (severest, { severity }) => (severityRank[severity] > severityRank[severest] ? severity : severest),
    first.severity,
  );

/** `members`: the oldest first. */
function groupOf(key: string, members: readonly [Stuck, ...Stuck[]], ground: DeskGround): DeskGroup {
  const [first] = members;
  const known = ground.workflows.get(first.workflow);
  const facts = workflowFacts(first.workflow, first.sinceMs, known);
  const { version: newest, at } = facts.newest;
  // A version that was there before the trouble does not mend it.
  const isOutdated = members.every((one) => one.version < newest && Date.parse(at) >= one.sinceMs);
  return {
    key,
    cause: causeOf(first),
    ...facts,
    ...failureFacts(first, known?.definition),
    severity: severestOf(members, first),
    since: isoOf(first.sinceMs),
    count: members.length,
    instances: members.slice(0, shownAtMost).map((one) => ({
      id: one.id,
      version: one.version,
      since: isoOf(one.sinceMs),
      dealing: dealingWith(one, ground),
    })),
    suggestion: suggestionFor(first, isOutdated),
  };
}

/** What somebody did about it since; what they did about an earlier trouble says nothing of this one. */
function dealingWith({ id, sinceMs }: Stuck, { dealings }: DeskGround): Dealing | null {
  const dealing = dealings.get(id);
  return dealing && Date.parse(dealing.at) >= sinceMs ? dealing : null;
}

/** A failed instance waits no longer once somebody has acknowledged or restarted it. */
const isSeen = (one: Stuck, ground: DeskGround): boolean =>
  one.pause === undefined && ['acknowledged', 'restarted'].includes(dealingWith(one, ground)?.what ?? '');

/**
 * Puts what waits for a person in groups of one cause each: by severity, then the oldest first. Failed instances that
 * somebody has acknowledged or restarted wait no longer.
 */
export function deskGroups(stuck: readonly Stuck[], ground: DeskGround): DeskGroup[] {
  const groups = new Map<string, [Stuck, ...Stuck[]]>();
  for (const one of [...stuck].sort((former, later) => former.sinceMs - later.sinceMs)) {
    if (isSeen(one, ground)) continue;
    const key = keyOf(one);
    const members = groups.get(key);
    if (members) members.push(one);
    else groups.set(key, [one]);
  }
  return [...groups]
    .map(([key, members]) => groupOf(key, members, ground))
    .sort(
      (one, other) => severityRank[other.severity] - severityRank[one.severity] || one.since.localeCompare(other.since),
    );
}
