import type { Entry } from '../../../engine/model/entry.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import type { Approval } from '../../contract/approvals.ts';
import type { InstanceDetail, InstanceQuery, InstanceSummary, JournalLine, TaskRow } from '../../contract/instances.ts';
import type { BackfillView, FiringQuery, FiringRow } from '../../contract/schedules.ts';
import type { Firings, WorkflowStatus } from '../../contract/workflows.ts';
import type { Stuck } from '../desk/deskGroups.ts';
import type { DeliveryReads } from './deliveryReads.ts';
import type { HeatMapReads } from './heatMapReads.ts';
import type { Page, Range } from './inbox.ts';
import type { MailReads } from './mailReads.ts';
import type { MetricReads } from './metricReads.ts';
import type { PrivacyReads } from './privacyReads.ts';
import type { PackageState } from './packageChange.ts';

export interface WorkflowState {
  readonly workflow: string;
  readonly status: WorkflowStatus;
  readonly scheduleHeld: boolean;
}

export interface RequestOutcome {
  readonly id: string;
  readonly status: 'accepted' | 'applied' | 'refused';
  readonly code: string | null;
  readonly reason: string | null;
  readonly instance: string | null;
  readonly settledAtMs: number;
}

export type SignalOutcomeStatus = 'delivered' | 'undelivered' | 'expired';
export interface SignalOutcome {
  readonly position: number;
  readonly status: SignalOutcomeStatus;
  readonly deliveredTo: readonly string[];
}
/** Signals that nobody took expire when they are older than that. */
export interface SignalAge {
  readonly expiredBeforeMs: number;
}

export interface WebCommand {
  readonly id: number;
  readonly type: string;
  /** As it is stored; whoever performs it parses it. */
  readonly payload: unknown;
}

export interface RunDot {
  readonly id: string;
  readonly status: Instance['status'];
  readonly startedAt: string;
}

/** What is stored of a schedule: when it is due, where it is armed, and how often it has fired. */
export interface StoredSchedule {
  readonly dueAtMs?: number;
  readonly runs: number;
  /** It is due, but waits until no instance of the workflow is unfinished. */
  readonly waiting?: boolean;
}

/** What became of a firing. */
export interface LastFiring {
  readonly dueAtMs: number;
  readonly status: FiringRow['status'];
  readonly reason: string | null;
}

/** The schedules of a workflow, by activity. */
export type StoredSchedules = ReadonlyMap<string, StoredSchedule>;

/** What web reads of the engine's tables; it never writes there. */
export interface EngineReader extends DeliveryReads, HeatMapReads, MailReads, MetricReads, PrivacyReads {
  workflowState: (workflow: string) => Promise<WorkflowState | undefined>;
  workflowStates: () => Promise<readonly WorkflowState[]>;
  /** The next stored due time by workflow. */
  nextDue: () => Promise<ReadonlyMap<string, number>>;
  schedules: (workflow: string) => Promise<StoredSchedules>;
  /** Those of all workflows. */
  allSchedules: () => Promise<ReadonlyMap<string, StoredSchedules>>;
  liveCounts: () => Promise<ReadonlyMap<string, number>>;
  /** The ids of a workflow's instances that have not ended. */
  liveInstances: (workflow: string) => Promise<readonly string[]>;
  lastInstances: (workflow: string, limit: number) => Promise<readonly RunDot[]>;
  firings: (workflow: string, limit: number) => Promise<Firings['items']>;
  /** What became of the last firing of a schedule. */
  lastFiring: (workflow: string, activity: string) => Promise<LastFiring | undefined>;
  /** Of all workflows, newest first. */
  firingRows: (filter: Omit<FiringQuery, 'page' | 'size'>, range: Range) => Promise<Page<FiringRow>>;
  backfill: (id: string) => Promise<BackfillView | undefined>;
  backfills: (workflow: string, range: Range) => Promise<Page<BackfillView>>;

  instance: (id: string) => Promise<InstanceDetail | undefined>;
  summary: (id: string) => Promise<InstanceSummary | undefined>;
  instances: (filter: Omit<InstanceQuery, 'page' | 'size'>, range: Range) => Promise<Page<InstanceSummary>>;

  /** What is paused, and what has failed since an instant; `limit` of each at most, the oldest. */
  stuck: (wanted: { readonly failedSinceMs: number; readonly limit: number }) => Promise<Page<Stuck>>;
  /** What waits for an answer, the longest waiting first. */
  approvals: (filter: ApprovalFilter, range: Range) => Promise<Page<WaitingApproval>>;

  task: (id: string) => Promise<TaskRow | undefined>;
  /** The instances of tasks, by the ids of those that are known. */
  instancesOf: (tasks: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  tasks: (instance: string, filter: TaskFilter, range: Range) => Promise<Page<TaskRow>>;
  /** Entries after a number, in order, `limit` at most. */
  history: (instance: string, after: number, limit: number) => Promise<readonly Entry[]>;
  historyLength: (instance: string) => Promise<number>;
  /** When an instance came into its status; undefined while it is in its first. */
  statusSinceMs: (instance: string) => Promise<number | undefined>;
  journal: (instance: string, filter: JournalFilter, range: Range) => Promise<Page<JournalLine>>;
  /** The rows of an event's work table, or undefined when the event has none or they are gone. */
  eventRows: (instance: string, event: string, range: Range) => Promise<EventRows | undefined>;

  requestOutcome: (id: string) => Promise<RequestOutcome | undefined>;
  signalOutcomes: (positions: readonly number[], age: SignalAge) => Promise<ReadonlyMap<number, SignalOutcome>>;
  signalsWith: (
    asked: SignalAge & { readonly status: SignalOutcomeStatus },
    range: Range,
  ) => Promise<Page<SignalOutcome>>;

  /** Up to which positions workers have taken over what came in. */
  takenOver: () => Promise<{ readonly requests: number; readonly signals: number; readonly packageRows: number }>;
  webCommands: (after: number, limit: number) => Promise<readonly WebCommand[]>;
  /** Which database executes SQL of definitions. */
  readonly dialect: 'sqlite' | 'postgres';
  /** Prepares a statement of that database without running it. */
  prepare: (sql: string) => Promise<Prepared>;
  /** The packages that were ever installed. */
  packages: () => Promise<readonly PackageState[]>;
  /** How many rows tables have that stand. */
  rowCounts: (tables: readonly string[]) => Promise<readonly { readonly name: string; readonly rows: number }[]>;
  /** Tables of packages with their columns; none of the engine's own. */
  tables: () => Promise<readonly { name: string; columns: readonly string[] }[]>;
}

/** An approval, whoever looks at it. */
export type WaitingApproval = Omit<Approval, 'mine'>;

export interface ApprovalFilter {
  /** Whom it asks, as the engine writes that (`keyOfAsked`). */
  readonly keys?: readonly string[] | undefined;
  readonly instance?: string | undefined;
}

export interface TaskFilter {
  readonly activity?: string | undefined;
  readonly status?: TaskRow['status'] | undefined;
}

export interface JournalFilter {
  readonly activity?: string | undefined;
  readonly level?: JournalLine['level'] | undefined;
  readonly task?: string | undefined;
  readonly q?: string | undefined;
}

export interface EventRows {
  readonly columns: readonly string[];
  readonly items: readonly Record<string, unknown>[];
  readonly total: number;
}

/** What the database says of a statement. */
export type Prepared =
  | { readonly ok: true }
  /** A table that is not there (yet): nothing can be said. */
  | { readonly ok: false; readonly missing: 'table'; readonly message: string }
  | { readonly ok: false; readonly missing: undefined; readonly message: string };
