import type { ExecutorServices } from '../activity/executor.ts';
import type { Entry } from '../model/entry.ts';
import type { InstanceId } from '../model/ids.ts';
import type { Instance } from '../model/instance.ts';
import type { Json } from '../model/json.ts';
import type { Clock } from '../ports/clock.ts';
import type { EngineReads, EngineStore, EngineTransaction, ServiceScope } from '../ports/engineStore.ts';
import { dueMemoryChildren, memoryChildren } from './memoryChildren.ts';
import { expectationWrites } from './memoryExpectations.ts';
import { createMemoryReads } from './memoryReads.ts';
import type { Backfill } from '../core/backfill.ts';
import type { ScheduleState } from '../core/workflowState.ts';
import { copyState, emptyState, type MemoryState, type TimerRow } from './memoryState.ts';
import { saveMemoryStep } from './memoryStep.ts';

/** Makes what executors are lent; what they write to `state` belongs to the transaction. */
export type LendServices = (scope: ServiceScope, state: MemoryState) => ExecutorServices;

/** What a store in memory is made of. */
export interface MemoryStoreParts {
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly lend: LendServices;
}

/** The engine's state in memory: one transaction at a time, each on a copy that takes the state's place at its commit. */
export class MemoryEngineStore implements EngineStore {
  readonly #parts: MemoryStoreParts;
  #state: MemoryState = emptyState();
  #last: Promise<unknown> = Promise.resolve();
  readonly #reads: EngineReads = createMemoryReads(() => this.#state);

  constructor(parts: MemoryStoreParts) {
    this.#parts = parts;
  }

  readonly instance = this.#reads.instance;
  readonly workflow = this.#reads.workflow;
  readonly liveInstances = this.#reads.liveInstances;
  readonly expectation = this.#reads.expectation;
  readonly finishedWithin = this.#reads.finishedWithin;
  readonly backfill = this.#reads.backfill;
  readonly runningBackfills = this.#reads.runningBackfills;
  readonly createdTask = this.#reads.createdTask;
  readonly overlappedInstances = this.#reads.overlappedInstances;
  readonly options = this.#reads.options;
  readonly secrets = this.#reads.secrets;
  readonly inboxPosition = this.#reads.inboxPosition;
  readonly requestOutcome = this.#reads.requestOutcome;
  readonly subscribers = this.#reads.subscribers;
  readonly signalEntries = this.#reads.signalEntries;
  readonly undeliveredSignals = this.#reads.undeliveredSignals;

  /** What was committed last, for whoever looks into it from a test. */
  committed = (): MemoryState => this.#state;

  history = (instance: InstanceId): readonly Entry[] => this.#state.histories.get(instance) ?? [];

  setOption = (name: string, value: Json): void => void this.#state.options.set(name, value);

  transaction = async <Result>(work: (transaction: EngineTransaction) => Promise<Result>): Promise<Result> => {
    const turn = this.#last.then(async () => {
      const state = copyState(this.#state);
      const result = await work(this.#open(state));
      this.#state = state;
      return result;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  };

  outside = <Result>(scope: ServiceScope, work: (services: ExecutorServices) => Promise<Result>): Promise<Result> =>
    work(this.#lendBeside(scope));

  readyTasks: EngineStore['readyTasks'] = async (limit, except) =>
    [...this.#state.ready]
      .filter(([task]) => !except.has(task))
      // Sorting is stable, and a Map keeps the order of insertion: of two equals the older one goes first.
      .sort(([, one], [, other]) => one.orderMs - other.orderMs)
      .slice(0, limit)
      .map(([task, { instance }]) => ({ task, instance }));

  nextReady: EngineStore['nextReady'] = async (_nowMs, except) => (await this.readyTasks(1, except))[0];

  mayBeDue: EngineStore['mayBeDue'] = async () => true;

  dueTimers: EngineStore['dueTimers'] = async (nowMs, limit) =>
    [...this.#state.timers.values()]
      .filter((timer) => timer.dueAtMs <= nowMs && this.#moves(timer))
      .sort((one, other) => one.dueAtMs - other.dueAtMs)
      .slice(0, limit)
      .map(({ instance, task, name }) => ({ instance, task, name }));

  duePauses: EngineStore['duePauses'] = async (nowMs, limit) =>
    [...this.#state.instances.values()]
      .filter((instance) => (pauseEndMs(instance) ?? Infinity) <= nowMs)
      .slice(0, limit)
      .map(({ id }) => id);

  dueChildren: EngineStore['dueChildren'] = async (limit) => dueMemoryChildren(this.#state, limit);

  dueWorkflows: EngineStore['dueWorkflows'] = async (nowMs) =>
    [...this.#state.workflows.values()]
      .filter(({ status, schedules }) => status === 'started' && schedules.some((one) => isDue(one, nowMs)))
      .map(({ workflow }) => workflow);

  dueExpectations: EngineStore['dueExpectations'] = async (nowMs) =>
    [...this.#state.expectations.values()].filter((one) => one.dueAtMs <= nowMs).map(({ workflow }) => workflow);

  dueReminders: EngineStore['dueReminders'] = async (nowMs, limit) =>
    [...this.#state.reminders.values()]
      .filter(({ dueAtMs }) => dueAtMs <= nowMs)
      .slice(0, limit)
      .map(({ instance }) => instance);

  dueBackfills: EngineStore['dueBackfills'] = async () =>
    [...this.#state.backfills.values()].filter((one) => isNext(this.#state, one)).map(({ id }) => id);

  armedWorkflows: EngineStore['armedWorkflows'] = async () =>
    [...this.#state.workflows.values()]
      .filter(({ status }) => status === 'started')
      .map(({ workflow, version }) => ({ workflow, version }));

  nextDueAtMs: EngineStore['nextDueAtMs'] = async (afterMs = Number.NEGATIVE_INFINITY) => {
    const { timers, workflows, instances } = this.#state;
    const running = [...timers.values()].filter((timer) => this.#moves(timer));
    const started = [...workflows.values()].filter(({ status }) => status === 'started');
    const schedules = started.flatMap((workflow) => workflow.schedules.filter(({ waiting }) => !waiting));
    const pauses = [...instances.values()].map(pauseEndMs);
    const { reminders, expectations } = this.#state;
    const timed = [...running, ...reminders.values(), ...expectations.values()].map(({ dueAtMs }) => dueAtMs);
    const instants = [...timed, ...schedules.map(beginMs), ...pauses];
    const coming = instants.filter((instant) => instant !== undefined && instant > afterMs);
    return coming.toSorted((one = 0, other = 0) => one - other)[0];
  };

  wantedSignals: EngineStore['wantedSignals'] = async (sinceMs) => {
    const { subscriptions, signalEntries, signalOutcomes } = this.#state;
    const wanted = new Set([...subscriptions.values(), ...signalEntries].map(({ signal }) => signal));
    const kept = [...signalOutcomes.values()].filter(
      (one) => one.status === 'undelivered' && one.settledAtMs >= sinceMs,
    );
    return [...new Set(kept.map(({ name }) => name))].filter((name) => wanted.has(name));
  };

  tasksInFlight: EngineStore['tasksInFlight'] = async () =>
    [...this.#state.instances.values()].flatMap(({ id, tasks }) =>
      Object.values(tasks).flatMap((task) => (task.status === 'running' ? [{ instance: id, task: task.id }] : [])),
    );

  innerRequestsAfter: EngineStore['innerRequestsAfter'] = async (position, limit) =>
    this.#state.innerRequests.filter((request) => request.position > position).slice(0, limit);

  /** Each statement is a transaction of its own, in turn with the steps. */
  #lendBeside(scope: ServiceScope): ExecutorServices {
    const inTurn = <Result>(use: (services: ExecutorServices) => Promise<Result>): Promise<Result> =>
      this.transaction((tx) => use(tx.services(scope)));
    const services = this.#parts.lend(scope, this.#state);
    return {
      ...services,
      sql: {
        ...services.sql,
        run: (sql, params) => inTurn((lent) => lent.sql.run(sql, params)),
        all: (sql, params, limit) => inTurn((lent) => lent.sql.all(sql, params, limit)),
        createWorkTable: (query, params) => inTurn((lent) => lent.sql.createWorkTable(query, params)),
      },
      outbox: {
        put: (notice) => inTurn((lent) => lent.outbox.put(notice)),
        mailed: (mail) => inTurn((lent) => lent.outbox.mailed(mail)),
        note: (mail, status) => inTurn((lent) => lent.outbox.note(mail, status)),
      },
    };
  }

  /** Timers wait for their instance to run; those of tasks that take too long go on while it pauses. */
  #moves({ instance, name }: TimerRow): boolean {
    const status = this.#state.instances.get(instance)?.status;
    return status === 'running' || (status === 'pausing' && (name === 'maxDuration' || name === 'timeout'));
  }

  #open(state: MemoryState): EngineTransaction {
    const { clock, lend } = this.#parts;
    return {
      ...createMemoryReads(() => state),
      saveStep: async (before, step) => saveMemoryStep(state, before, step),
      saveSecrets: async (instance, secrets) => void state.secrets.set(instance, secrets),
      saveWorkflow: async (workflow) => void state.workflows.set(workflow.workflow, workflow),
      remind: async (id, { nowMs, againMs }) => remind(state, id, { nowMs, againMs }),
      ...expectationWrites(state),
      saveBackfill: async (backfill) => void state.backfills.set(backfill.id, backfill),
      saveFiring: async (firing) => void state.firings.push(firing),
      saveSignalEntries: async (workflow, entries) => {
        const others = state.signalEntries.filter((entry) => entry.workflow !== workflow);
        state.signalEntries.splice(0, Infinity, ...others, ...entries.map((entry) => ({ workflow, ...entry })));
      },
      settleRequest: async (outcome) => void state.requestOutcomes.set(outcome.id, outcome),
      settleSignal: async (outcome) =>
        void state.signalOutcomes.set(outcome.position, { ...outcome, settledAtMs: clock.nowMs() }),
      // There are no tables of packages in memory.
      takePackageRow: async () => false,
      keepMail: async ({ title, message }) => void state.mails.push({ title, message }),
      saveInboxPosition: async (source, position) => void state.positions.set(source, position),
      part: async (work) => {
        const before = copyState(state);
        try {
          return await work();
        } catch (error) {
          Object.assign(state, before);
          throw error;
        }
      },
      children: memoryChildren(state),
      services: (scope) => lend(scope, state),
      isOpen: async () => true,
    };
  }
}

const pauseEndMs = ({ status, pauseCauses }: Instance): number | undefined =>
  status === 'paused' ? pauseCauses.find(({ kind }) => kind === 'own')?.untilMs : undefined;

function remind(
  { reminders, mails }: MemoryState,
  id: InstanceId,
  { nowMs, againMs }: { readonly nowMs: number; readonly againMs: number },
): void {
  const reminder = reminders.get(id);
  if (!reminder || reminder.dueAtMs > nowMs) return;
  const { dueAtMs: _due, ...mail } = reminder;
  mails.push(mail);
  reminders.set(id, { ...reminder, dueAtMs: againMs });
}

/** The next firing waits for the end of the last one, and for a workflow that is paused. */
function isNext({ instances, workflows }: MemoryState, { status, instance, workflow }: Backfill): boolean {
  const last = instance === undefined ? undefined : instances.get(instance);
  const isFree = !last || last.endedAtMs !== undefined;
  return status === 'running' && isFree && workflows.get(workflow)?.status !== 'paused';
}

/** When a firing begins: jitter may put it off. */
const beginMs = ({ dueAtMs, beginsAtMs = dueAtMs }: ScheduleState): number | undefined => beginsAtMs;

const isDue = (schedule: ScheduleState, nowMs: number): boolean =>
  !schedule.waiting && (beginMs(schedule) ?? Infinity) <= nowMs;
