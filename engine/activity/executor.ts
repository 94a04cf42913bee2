import type { Cubes } from './cube.ts';
import type { JournalLine, OutletTaken } from './kind.ts';
import type { Mail, Outside } from './outside.ts';
import type { Failure } from '../model/failure.ts';
import type { ActivityId, InstanceId } from '../model/ids.ts';
import type { InstanceStatus } from '../model/instance.ts';
import type { Json, Variables } from '../model/json.ts';
import type { Task } from '../model/task.ts';
import type { WorkTable } from '../model/workTable.ts';

/** What an executor gives back; a thrown ExecutorFailure (or any error) is a failed attempt. */
export interface Outcome {
  /** The ways out that are taken; default: the outlet `default`. */
  readonly outlets?: readonly OutletTaken[];
  /** Variables for every event that it creates. */
  readonly vars?: Variables;
  readonly recordCount?: number;
  readonly workTable?: WorkTable;
  readonly journal?: readonly JournalLine[];
  /** A repeated task: how many rows this round touched (0 ends it). */
  readonly roundRows?: number;
  /** How many rows there are to do in all, where the first round can tell. */
  readonly total?: number;
}

/** A failure that an executor names itself. */
export class ExecutorFailure extends Error {
  override readonly name = 'ExecutorFailure';
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
  }
}

/** A row of a result: values as SQL gives them, already JSON (integers beyond 2^53 and blobs as text). */
export type Row = Readonly<Record<string, Json>>;

/** SQL on the engine's database, inside the step's transaction (or, `outside`, on a connection of its own). */
export interface SqlSession {
  readonly dialect: 'sqlite' | 'postgres';
  /** Runs one statement; answers the number of rows that it touched. */
  run: (sql: string, params: Variables) => Promise<number>;
  /** Runs one query; answers its rows, `limit` at most. */
  all: (sql: string, params: Variables, limit?: number) => Promise<readonly Row[]>;
  /** `CREATE TABLE <new work table> AS <query>`, owned by the instance. */
  createWorkTable: (query: string, params: Variables) => Promise<WorkTable>;
  /** The names of the package tables and work tables that stand in the database. */
  tables: () => Promise<readonly string[]>;
  /** Drops a table that is neither the engine's nor protected. */
  dropTable: (table: string) => Promise<void>;
  /** A name quoted for use in SQL. */
  quote: (name: string) => string;
  /** Whether a manifest's table pattern allows definition SQL to name this table. */
  mayName: (table: string) => boolean;
}

/** What `purgeHistory` can purge of the engine's own records. */
export type PurgeTarget = 'journal' | 'tasks' | 'events' | 'instances' | 'logins' | 'audit' | 'sessions';

/** The engine's own records, as kinds may touch them (semantics.md 6). */
export interface EngineRecords {
  /** Purges records older than an instant; where it is absent, each workflow's own `historyDays` (0 keeps all) decides. */
  purge: (what: PurgeTarget, olderThanMs: number | undefined) => Promise<number>;
  /** Paused instances of workflows with these severities, paused before an instant. */
  pausedInstances: (filter: PausedFilter) => Promise<readonly PausedInstance[]>;
  /** Counts a notice for each of these instances, as a warning in its journal; answers nothing new. */
  recordNotice: (instances: readonly InstanceId[]) => Promise<void>;
  /** Requests the unconditional stop of each of these instances, with this task's instance as the actor. */
  requestKill: (instances: readonly InstanceId[], reason: string) => Promise<void>;
  /**
   * Requests that an instance of another workflow begins, with this task's instance as the actor. The same key of the same
   * activity is the same instance, however often it is asked for.
   */
  requestBegin: (wanted: WantedInstance) => Promise<BeginAnswer>;
  /** Requests the stop of each of these instances; answers those that it may not stop: of technical workflows. */
  requestStop: (instances: readonly InstanceId[]) => Promise<readonly InstanceId[]>;
  /** How instances stand, in the same order. */
  standings: (instances: readonly InstanceId[]) => Promise<readonly InstanceStanding[]>;
  /** Hands over what ran in a period, instances and their tasks, in pages: never all of it is in memory. */
  runs: (period: RunPeriod, take: (page: readonly RecordedRun[]) => Promise<void>) => Promise<void>;
  /** Work tables with their owners' status, for what decides which may go. */
  workTables: () => Promise<
    readonly { readonly name: string; readonly instance: InstanceId; readonly instanceStatus: string }[]
  >;
}

/** An instance that shall begin, as data names it: nothing of it is sure. */
export interface WantedInstance {
  readonly workflow: string;
  /** What the instance is for, within the activity that asks. */
  readonly key: string;
  readonly input: Variables;
}

/** The instance that will begin, or why it may not. */
export type BeginAnswer = { readonly instance: InstanceId } | { readonly refusal: string };

/** How an instance stands: `requested` and `refused` while and where it did not begin, `unknown` where nobody asked for it. */
export interface InstanceStanding {
  readonly instance: InstanceId;
  readonly status: InstanceStatus | 'requested' | 'refused' | 'unknown';
  readonly workflow?: string;
  readonly endedAtMs?: number;
  /** Why it was refused, or has failed. */
  readonly reason?: string;
}

/** What ended before `fromMs`, or began at `untilMs` or later, did not run in it. */
export interface RunPeriod {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** What ran: an instance, or one of its tasks. */
export interface RecordedRun {
  readonly instance: InstanceId;
  readonly workflow: string;
  /** Label and category are those of the workflow's newest version, and so is the kind of an activity. */
  readonly label: string;
  readonly category: string;
  /** Absent where it is the instance as a whole. */
  readonly task?: string;
  readonly activity?: string;
  readonly kind?: string;
  readonly status: string;
  readonly startedAtMs: number;
  /** Absent while it runs. */
  readonly endedAtMs?: number;
}

/** Which paused instances are meant. */
export interface PausedFilter {
  readonly severities: readonly string[];
  readonly pausedBeforeMs: number;
  readonly noticesAtLeast?: number;
  /** Where there were notices, the last one was before this instant. */
  readonly noticedBeforeMs?: number;
}

/** A paused instance, with whom it concerns. */
export interface PausedInstance {
  readonly instance: InstanceId;
  readonly workflow: string;
  readonly label: string;
  readonly pausedSinceMs: number;
  /** Notices recorded since it was paused. */
  readonly notices: number;
  readonly supervisors: string;
  readonly author: string;
  readonly lastEditor: string;
}

/** A message for people: kept in the outbox table in the same transaction as the step. */
export interface Notice {
  readonly to: readonly string[];
  readonly group?: string;
  readonly title: string;
  readonly message: string;
}

/** What became of a mail. */
export type MailStatus = 'sent' | 'kept' | 'refused';

/** What is known of a mail: what became of it in this task, or that another one has sent what it is once for. */
export type KnownMail = MailStatus | 'alreadySent';

/** The outbox: what people are told, and the log of mails. */
export interface Outbox {
  put: (notice: Notice) => Promise<void>;
  /** Undefined where nothing is known of it. */
  mailed: (mail: Pick<Mail, 'key' | 'once'>) => Promise<KnownMail | undefined>;
  /** Notes what became of a mail. Outside of steps it is there at once, whatever becomes of the task. */
  note: (mail: Mail, status: MailStatus) => Promise<void>;
}

/** What the shell lends an executor; each of these belongs to the step's transaction. */
export interface ExecutorServices {
  readonly sql: SqlSession;
  readonly records: EngineRecords;
  readonly outbox: Outbox;
  /** The cubes of the installed packages. */
  readonly cubes: Cubes;
  /** Belongs to no transaction. */
  readonly outside: Outside;
}

/** One attempt (or round) of a task. */
export interface ExecutorRun<Config> {
  readonly config: Config;
  readonly task: Task;
  readonly instance: InstanceId;
  readonly workflow: string;
  readonly activity: ActivityId;
  /** `now` of its expressions: when it was first executed; the same for every attempt and round. */
  readonly nowMs: number;
  /** What the clock shows meanwhile: for what has to be dated when it happens. */
  readonly clockMs: () => number;
  /** 0 for the first round of a repeated task, or for one that does not repeat. */
  readonly round: number;
  /** Evaluates a CEL expression in the task's scope. */
  readonly evaluate: (source: string, extra?: Variables) => Json;
  readonly render: (template: string, extra?: Variables) => string;
  /**
   * What is done outside is given up when this is aborted, at its source: the request, the process, the statement. What
   * comes of it all the same is discarded.
   */
  readonly signal: AbortSignal;
  /**
   * What others may know an effect outside by: `instance/task`, the same for every attempt and round; `instance/task/n`
   * after its configuration has changed for the n-th time (semantics.md 8).
   */
  readonly idempotencyKey: string;
  readonly services: ExecutorServices;
}

/** Performs a kind's tasks. */
export interface Executor<Config = unknown> {
  readonly kind: string;
  execute: (run: ExecutorRun<Config>) => Promise<Outcome>;
}

// As with AnyKind: an executor only ever gets what its kind's schema parsed.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type AnyExecutor = Executor<any>;
export type Executors = ReadonlyMap<string, AnyExecutor>;
