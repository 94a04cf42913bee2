import type { TimerName } from '../core/input.ts';
import type { Backfill } from '../core/backfill.ts';
import type { Expectation } from '../core/expectation.ts';
import type { Firing, WorkflowState } from '../core/workflowState.ts';
import type { Entry } from '../model/entry.ts';
import type { ActivityId, InstanceId, RequestId, TaskId, WorkflowName } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Json, Variables } from '../model/json.ts';
import type { ChildMatter, ChildPlace, InboxSource, RequestOutcome, SignalOutcome } from '../ports/engineStore.ts';
import type { InboxRequest } from '../ports/inbox.ts';

/** A task's place in the run queue. */
export interface ReadyRow {
  readonly instance: InstanceId;
  readonly orderMs: number;
}

/** A message for people, as a step left it. */
export interface MailRow {
  readonly instance?: InstanceId;
  readonly title: string;
  readonly message: string;
}

/** An instant at which a waiting task goes on. */
export interface TimerRow {
  readonly instance: InstanceId;
  readonly task: TaskId;
  readonly name: TimerName;
  readonly dueAtMs: number;
}

/** A signal that a waiting task listens to. */
export interface SubscriptionRow {
  readonly instance: InstanceId;
  readonly signal: string;
  readonly key?: string;
}

/** A signal that begins instances. */
export interface SignalEntryRow {
  readonly workflow: WorkflowName;
  readonly activity: ActivityId;
  readonly signal: string;
}

/** An item of a task, with its child. */
export interface ChildRow extends ChildPlace {
  readonly instance: InstanceId;
  readonly value?: Json;
  readonly child?: InstanceId;
  readonly matter?: ChildMatter;
}

/** All that a store in memory holds. Values are never changed in place, so that copying the maps copies everything. */
export interface MemoryState {
  readonly instances: Map<InstanceId, Instance>;
  readonly histories: Map<InstanceId, readonly Entry[]>;
  readonly workflows: Map<WorkflowName, WorkflowState>;
  readonly ready: Map<TaskId, ReadyRow>;
  readonly timers: Map<string, TimerRow>;
  readonly subscriptions: Map<TaskId, SubscriptionRow>;
  readonly requestOutcomes: Map<RequestId, RequestOutcome>;
  readonly signalOutcomes: Map<number, SignalOutcome & { readonly settledAtMs: number }>;
  readonly positions: Map<InboxSource, number>;
  readonly options: Map<string, Json>;
  readonly secrets: Map<InstanceId, Variables>;
  /** What the executors of a test keep: it belongs to the transaction, as a package's tables do. */
  readonly data: Map<string, Json>;
  readonly firings: Firing[];
  readonly backfills: Map<RequestId, Backfill>;
  readonly signalEntries: SignalEntryRow[];
  readonly innerRequests: InboxRequest[];
  readonly mails: MailRow[];
  readonly reminders: Map<InstanceId, MailRow & { readonly instance: InstanceId; readonly dueAtMs: number }>;
  readonly expectations: Map<WorkflowName, Expectation>;
  readonly children: Map<string, ChildRow>;
}

/** A store that nothing was written to. */
export const emptyState = (): MemoryState => ({
  instances: new Map(),
  histories: new Map(),
  workflows: new Map(),
  ready: new Map(),
  timers: new Map(),
  subscriptions: new Map(),
  requestOutcomes: new Map(),
  signalOutcomes: new Map(),
  positions: new Map(),
  options: new Map(),
  secrets: new Map(),
  data: new Map(),
  firings: [],
  backfills: new Map(),
  signalEntries: [],
  innerRequests: [],
  mails: [],
  reminders: new Map(),
  expectations: new Map(),
  children: new Map(),
});

/** A copy that a transaction may write to and throw away. */
export const copyState = (state: MemoryState): MemoryState => ({
  instances: new Map(state.instances),
  histories: new Map(state.histories),
  workflows: new Map(state.workflows),
  ready: new Map(state.ready),
  timers: new Map(state.timers),
  subscriptions: new Map(state.subscriptions),
  requestOutcomes: new Map(state.requestOutcomes),
  signalOutcomes: new Map(state.signalOutcomes),
  positions: new Map(state.positions),
  options: new Map(state.options),
  secrets: new Map(state.secrets),
  data: new Map(state.data),
  firings: [...state.firings],
  backfills: new Map(state.backfills),
  signalEntries: [...state.signalEntries],
  innerRequests: [...state.innerRequests],
  mails: [...state.mails],
  reminders: new Map(state.reminders),
  expectations: new Map(state.expectations),
  children: new Map(state.children),
});
