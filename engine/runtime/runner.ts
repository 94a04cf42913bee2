import type { Input } from '../core/input.ts';
import type { InstanceId, TaskId } from '../model/ids.ts';
import type { InboxSource } from '../ports/engineStore.ts';
import { failInstance, isProgramFault, keepSignal, refuseRequest } from './faults.ts';
import { performTask } from './performing.ts';
import { applyRequest } from './requests.ts';
import type { Runtime } from './runtime.ts';
import { deliverSignal } from './signals.ts';
import { inUnit, type Unit } from './unit.ts';
import { applyToWorkflow } from './workflows.ts';

const inboxBatch = 50;
const noTasks: ReadonlySet<TaskId> = new Set();

/** How long a busy runner may put off looking for what is due. */
const dueCheckMs = 20;

/**
 * Runs instances on: first what people and programs asked, then what is due, then one ready task a turn, so that a
 * request never waits for more than the statement that is being executed.
 */
export class Runner {
  readonly #runtime: Runtime;
  #nudged = true;
  #lookAtDueMs = 0;

  readonly #onFault: (error: Error) => void;

  /** @param onFault hears of faults of the program itself, after which the runner goes on with everything else. */
  constructor(runtime: Runtime, onFault: (error: Error) => void = () => undefined) {
    this.#runtime = runtime;
    this.#onFault = onFault;
  }

  /** Whether the inbox has not been looked at since the last nudge. */
  get nudged(): boolean {
    return this.#nudged;
  }

  /** The inbox holds something new. */
  nudge(): void {
    this.#nudged = true;
  }

  /** Does the next piece of work; false when there is none. */
  async turn(): Promise<boolean> {
    if (this.#nudged && (await this.#takeInbox())) return true;
    if (await this.#takeDue()) return true;
    const { store, clock } = this.#runtime;
    const ready = await store.nextReady(clock.nowMs(), noTasks);
    if (ready) await this.#guard(() => performTask(this.#runtime, ready), this.#failing(ready.instance));
    else if (this.#lookAtDueMs > clock.nowMs()) this.#lookAtDueMs = 0;
    if (ready || (this.#lookAtDueMs === 0 && (await this.#takeDue()))) return true;
    // What a task asked of other instances: nobody nudges for it.
    return this.#takeRequests('inner');
  }

  /** A fault of the program is not tried again for ever: what it happened to is given up. */
  async #guard(work: () => Promise<unknown>, giveUp: (error: Error) => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isProgramFault(error)) throw error;
      this.#onFault(error);
      await giveUp(error);
    }
  }

  #failing(instance: InstanceId): (error: Error) => Promise<void> {
    return (error) => failInstance(this.#runtime, instance, error);
  }

  async #advance(instance: InstanceId, input: Input): Promise<void> {
    await this.#guard(
      () => inUnit(this.#runtime, (unit) => unit.advanceById(instance, input)),
      this.#failing(instance),
    );
  }

  async #takeInbox(): Promise<boolean> {
    this.#nudged = false;
    try {
      return await this.#takeAll();
    } catch (error) {
      // What could not be read now is looked at again.
      this.#nudged = true;
      throw error;
    }
  }

  async #takeAll(): Promise<boolean> {
    const took = [
      await this.#takePublished(),
      await this.#takeRequests('requests'),
      await this.#takeSignals(),
      await this.#takeRequests('inner'),
    ];
    const any = took.includes(true);
    // What was taken may have asked for more, and a batch may not have been all.
    this.#nudged ||= any;
    return any;
  }

  /** A version published since takes effect on its schedules. */
  async #takePublished(): Promise<boolean> {
    const { store, definitions } = this.#runtime;
    let any = false;
    for (const { workflow, version } of await store.armedWorkflows()) {
      const newest = await definitions.newestVersion(workflow);
      // 0: the workflow was deleted, and with it whatever could be armed.
      if (newest === version || newest === 0) continue;
      await inUnit(this.#runtime, (unit) => applyToWorkflow(unit, workflow, { type: 'published' }, { by: 'engine' }));
      any = true;
    }
    return any;
  }

  async #takeRequests(source: Extract<InboxSource, 'requests' | 'inner'>): Promise<boolean> {
    const { store, inbox } = this.#runtime;
    const position = await store.inboxPosition(source);
    const requests =
      source === 'requests'
        ? await inbox.requestsAfter(position, inboxBatch)
        : await store.innerRequestsAfter(position, inboxBatch);
    for (const request of requests) {
      const apply = async (unit: Unit): Promise<void> => {
        await applyRequest(unit, request);
        await unit.tx.saveInboxPosition(source, request.position);
      };
      await this.#guard(
        () => inUnit(this.#runtime, apply),
        (error) => refuseRequest(this.#runtime, source, request, error),
      );
    }
    return requests.length > 0;
  }

  async #takeSignals(): Promise<boolean> {
    const { store, inbox } = this.#runtime;
    const signals = await inbox.signalsAfter(await store.inboxPosition('signals'), inboxBatch);
    for (const signal of signals) {
      const deliver = async (unit: Unit): Promise<void> => {
        await deliverSignal(unit, signal);
        await unit.tx.saveInboxPosition('signals', signal.position);
      };
      await this.#guard(
        () => inUnit(this.#runtime, deliver),
        () => keepSignal(this.#runtime, signal),
      );
    }
    return signals.length > 0;
  }

  async #takeDue(): Promise<boolean> {
    const { store, clock } = this.#runtime;
    const nowMs = clock.nowMs();
    if (nowMs < this.#lookAtDueMs) return false;
    this.#lookAtDueMs = nowMs + dueCheckMs;
    const workflows = await store.dueWorkflows(nowMs);
    for (const name of workflows) {
      await inUnit(this.#runtime, async (unit) => {
        const { length: live } = await unit.tx.liveInstances(name);
        await applyToWorkflow(unit, name, { type: 'tick', live }, { by: 'schedule' });
      });
    }
    const timers = await store.dueTimers(nowMs, inboxBatch);
    for (const { instance, task, name } of timers) {
      await this.#advance(instance, { type: 'timer', task, name });
    }
    const pauses = await store.duePauses(nowMs, inboxBatch);
    for (const id of pauses) {
      await this.#advance(id, { type: 'liftPause', cause: 'own', by: 'engine' });
    }
    return workflows.length + timers.length + pauses.length > 0;
  }
}
