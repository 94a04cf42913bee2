import type { Definition } from '../../../engine/model/definition.ts';
import type { Json } from '../../../engine/model/json.ts';
import type { AuditFilter, AuditLine, AuditWords } from '../../contract/audit.ts';
import type { Group } from '../../contract/groups.ts';
import type { Operator, OperatorPatch } from '../../contract/operators.ts';
import type { RequestPayload } from '../../contract/requestPayloads.ts';
import type { Role } from '../../contract/rights.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { WaitingReads } from './metricReads.ts';
import type { PackageRowStore } from './packageRows.ts';
import type { SelectionStore } from './selections.ts';

/** Part of a list, and how long the whole is. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}
/** Which part of a list: from which row, how many. */
export interface Range {
  readonly offset: number;
  readonly limit: number;
}

export interface OperatorRecord extends Operator {
  readonly passwordHash: string;
}
export interface OperatorStore {
  find: (name: string) => Promise<OperatorRecord | undefined>;
  list: () => Promise<readonly Operator[]>;
  add: (operator: OperatorRecord) => Promise<void>;
  change: (name: string, patch: Omit<OperatorPatch, 'password'> & { passwordHash?: string }) => Promise<void>;
  countAdmins: () => Promise<number>;
}

export interface GroupStore {
  find: (name: string) => Promise<Group | undefined>;
  list: () => Promise<readonly Group[]>;
  add: (group: Pick<Group, 'name' | 'createdAt'>) => Promise<void>;
  setMembers: (name: string, members: readonly string[]) => Promise<void>;
  groupsOf: (operator: string) => Promise<readonly string[]>;
}

export interface SessionRecord {
  readonly tokenHash: string;
  readonly operator: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}
export interface SessionStore {
  find: (tokenHash: string) => Promise<SessionRecord | undefined>;
  add: (session: SessionRecord) => Promise<void>;
  extend: (tokenHash: string, expiresAt: string) => Promise<void>;
  remove: (tokenHash: string) => Promise<void>;
  removeOf: (operator: string) => Promise<void>;
  purgeExpired: (before: string) => Promise<number>;
}

export interface TokenRecord {
  readonly tokenHash: string;
  readonly operator: string;
  readonly label: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}
export interface TokenStore {
  find: (tokenHash: string) => Promise<TokenRecord | undefined>;
  listOf: (operator: string) => Promise<readonly TokenRecord[]>;
  add: (token: TokenRecord) => Promise<void>;
  used: (tokenHash: string, at: string) => Promise<void>;
  remove: (tokenHash: string) => Promise<void>;
}

export interface LoginStore {
  add: (login: { operator: string; succeeded: boolean; at: string }) => Promise<void>;
  purge: (before: string) => Promise<number>;
}

export interface WorkflowRecord {
  readonly name: string;
  /** The newest published version; 0 while there is none. */
  readonly version: number;
  readonly package: string | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly changedBy: string;
  readonly changedAt: string;
}
export interface WorkflowStore {
  find: (name: string) => Promise<WorkflowRecord | undefined>;
  list: () => Promise<readonly WorkflowRecord[]>;
  put: (workflow: WorkflowRecord) => Promise<void>;
  /** Takes the workflow and its draft away; its versions stay, for the instances that ran on them. */
  remove: (name: string) => Promise<void>;
}

export interface DraftRecord {
  readonly workflow: string;
  readonly definition: Json;
  readonly baseVersion: number;
  readonly revision: number;
  readonly changedBy: string;
  readonly changedAt: string;
}
export interface DraftStore {
  find: (workflow: string) => Promise<DraftRecord | undefined>;
  list: () => Promise<readonly DraftRecord[]>;
  put: (draft: DraftRecord) => Promise<void>;
}

export interface VersionRecord {
  readonly workflow: string;
  readonly version: number;
  readonly note: string;
  readonly createdBy: string;
  readonly createdAt: string;
}
export interface VersionStore {
  find: (workflow: string, version: number) => Promise<(VersionRecord & { definition: Definition }) | undefined>;
  /** The definition as it was drawn, without defaults. */
  drawn: (workflow: string, version: number) => Promise<Json | undefined>;
  list: (workflow: string, range: Range) => Promise<Page<VersionRecord>>;
  add: (version: VersionRecord & { definition: Json }) => Promise<void>;
  /** The highest number ever given out, also before the workflow was deleted; 0 where there was none. */
  lastNumber: (workflow: string) => Promise<number>;
}

/** What is older than an instant and was taken over by a worker: it has read all up to a position. */
export interface Old {
  readonly before: string;
  readonly upTo: number;
}

export interface RequestRecord {
  readonly id: string;
  readonly workflow: string | null;
  readonly instance: string | null;
  readonly task: string | null;
  readonly payload: RequestPayload;
  readonly by: string;
  readonly requestedAt: string;
}
export interface RequestStore {
  find: (id: string) => Promise<RequestRecord | undefined>;
  add: (request: RequestRecord) => Promise<void>;
  /** The newest requests about an instance or a workflow, newest first. */
  newestOf: (about: { instance: string } | { workflow: string }, limit: number) => Promise<readonly RequestRecord[]>;
  /** Who has acknowledged, handed over or restarted them, oldest first. */
  dealingsWith: (instances: readonly string[]) => Promise<readonly RequestRecord[]>;
  purge: (old: Old) => Promise<number>;
}

export interface SignalRecord {
  readonly id: string;
  readonly name: string;
  readonly key: string | null;
  readonly instance: string | null;
  readonly vars: Record<string, Json>;
  readonly by: string;
  /** Whether who sent it may start technical workflows. */
  readonly startsTechnical: boolean;
  readonly receivedAt: string;
}
export interface StoredSignal extends SignalRecord {
  readonly position: number;
}
export interface SignalFilter {
  readonly name?: string | undefined;
  /** Part of the name, the key or the id. */
  readonly q?: string | undefined;
}
export interface SignalStore {
  find: (name: string, id: string) => Promise<StoredSignal | undefined>;
  add: (signal: SignalRecord) => Promise<void>;
  remove: (name: string, id: string) => Promise<void>;
  at: (positions: readonly number[]) => Promise<readonly StoredSignal[]>;
  /** Signals of any name that have an id. */
  withId: (id: string) => Promise<readonly StoredSignal[]>;
  list: (filter: SignalFilter, range: Range) => Promise<Page<StoredSignal>>;
  purge: (old: Old) => Promise<number>;
}

export interface AuditStore {
  add: (line: Omit<AuditLine, 'id'>) => Promise<void>;
  /** Newest first. */
  list: (filter: AuditFilter, range: Range) => Promise<Page<AuditLine>>;
  /** Lines before a number, newest first, without counting the others. */
  before: (filter: AuditFilter, id: number | undefined, limit: number) => Promise<readonly AuditLine[]>;
  words: () => Promise<AuditWords>;
  /** Notes the purge first: the database refuses it else. */
  purge: (before: string) => Promise<number>;
}

export interface WebCommandStore {
  /** The last `sb_web_command` that was performed; workers delete rows up to it. */
  lastPerformed: () => Promise<number>;
  setLastPerformed: (id: number) => Promise<void>;
}

/** Workers that web ended itself, so that these deaths are not held against their tasks. */
export interface WorkerKillStore {
  purge: (before: string) => Promise<number>;
}

/** Everything that web alone writes. */
export interface InboxStores {
  readonly operators: OperatorStore;
  readonly groups: GroupStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly logins: LoginStore;
  readonly workflows: WorkflowStore;
  readonly drafts: DraftStore;
  readonly versions: VersionStore;
  readonly requests: RequestStore;
  readonly signals: SignalStore;
  readonly packageRows: PackageRowStore;
  readonly waiting: WaitingReads;
  readonly selections: SelectionStore;
  readonly audit: AuditStore;
  readonly idempotency: IdempotencyStore;
  readonly webCommands: WebCommandStore;
  readonly workerKills: WorkerKillStore;
}

/** The inbox: read it as it is, change it in one transaction (only with the stores that the work is given). */
export interface Inbox extends InboxStores {
  change: <Answer>(work: (stores: InboxStores) => Promise<Answer>) => Promise<Answer>;
}

/** What an operator is to the rest of the program: a name and a role. */
export interface Identity {
  readonly operator: string;
  readonly label: string;
  readonly role: Role;
}
