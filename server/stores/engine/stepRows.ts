import type { Advanced } from '../../../engine/core/advance.ts';
import type { Command } from '../../../engine/core/command.ts';
import { assertNever } from '../../../engine/invariant.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import { severityRank } from '../../../engine/model/severity.ts';
import { historyRow, instanceColumns, taskRows, type HistoryRow, type InstanceRow, type TaskDbRow } from './rows.ts';
import type { InstanceUpdate, ReadyRow, SubscriptionRow, TimerRow } from './stepStatements.ts';

/** How much sooner a severity's task is taken than one of the rank below that was ready at the same time. */
export const headStartMs = 60_000;

/** Commands that are rows of their step, or nothing that is stored. */
export type RowCommand = Extract<
  Command,
  { type: 'queue' | 'unqueue' | 'setTimer' | 'clearTimers' | 'subscribe' | 'unsubscribe' | 'cancel' }
>;

const rowCommands: Readonly<Record<RowCommand['type'], true>> = {
  queue: true,
  unqueue: true,
  setTimer: true,
  clearTimers: true,
  subscribe: true,
  unsubscribe: true,
  cancel: true,
};

export const isRowCommand = (command: Command): command is RowCommand => command.type in rowCommands;

/** A step that is to be written. */
export interface PendingStep {
  readonly before: Instance | undefined;
  readonly step: Advanced;
}

/** What the waiting tables lose and then get: a row that comes and goes in between is never written. */
class Waiting<Row> {
  readonly lost = new Set<string>();
  readonly got = new Map<string, Row>();

  /** @param isNew nothing was written about it before. */
  lose(key: string, isNew: boolean): void {
    this.got.delete(key);
    if (!isNew) this.lost.add(key);
  }
}

/** The rows of some steps, as few as they can be: of what several of them changed, only the last is written. */
export class StepRows {
  readonly begun = new Map<string, InstanceRow>();
  readonly moved = new Map<string, InstanceUpdate>();
  readonly wentOn = new Map<string, InstanceUpdate>();
  readonly tasksBegun = new Map<string, TaskDbRow>();
  readonly tasksMoved = new Map<string, TaskDbRow>();
  readonly history: HistoryRow[] = [];
  readonly ready = new Waiting<ReadyRow>();
  readonly subscriptions = new Waiting<SubscriptionRow>();
  readonly timers = new Map<string, TimerRow>();
  /** Tasks that lose all of their timers, or one. */
  readonly timersLost: Pick<TimerRow, 'instance' | 'task'>[] = [];
  readonly timerLost: Pick<TimerRow, 'instance' | 'task' | 'name'>[] = [];
  readonly ended: Instance[] = [];

  constructor(steps: readonly PendingStep[]) {
    const lasts = new Map(steps.map(({ step }) => [step.instance.id, step.instance]));
    const firsts = new Map([...steps].reverse().map((one) => [one.step.instance.id, one]));
    for (const [id, last] of lasts) this.#addInstance(firsts.get(id), last);
    for (const one of steps) this.#addStep(one);
  }

  #addInstance(first: PendingStep | undefined, last: Instance): void {
    if (!first) return;
    const { before, step } = first;
    const columns = instanceColumns(last);
    if (!before) {
      const { id, parent } = last;
      const origin = { started_by: step.entries[0]?.by ?? 'engine', parent: parent?.instance ?? null };
      this.begun.set(id, { id, ...origin, ...columns });
      return;
    }
    const row = { id: last.id, was: before.seq, ...columns };
    (goesOn(before, last) ? this.wentOn : this.moved).set(last.id, row);
  }

  #addStep({ before, step }: PendingStep): void {
    const { instance, entries, commands } = step;
    for (const entry of entries) this.history.push(historyRow(instance, entry));
    for (const { isNew, row } of taskRows(before, step)) {
      const rows = isNew || this.tasksBegun.has(row.id) ? this.tasksBegun : this.tasksMoved;
      rows.set(row.id, row);
    }
    for (const command of commands) if (isRowCommand(command)) this.#addCommand(step, command);
    if (instance.endedAtMs !== undefined && before?.endedAtMs === undefined) this.#addEnd(instance);
  }

  #addCommand({ instance, entries }: Advanced, command: RowCommand): void {
    switch (command.type) {
      case 'queue': {
        const orderMs = (entries.at(-1)?.atMs ?? 0) - severityRank[instance.severity] * headStartMs;
        const { task } = command;
        if (!this.ready.got.has(task)) this.ready.got.set(task, { task, instance: instance.id, order_ms: orderMs });
        return;
      }
      case 'unqueue':
        this.ready.lose(command.task, this.tasksBegun.has(command.task));
        return;
      case 'subscribe': {
        const { task, signal, key = null } = command;
        this.subscriptions.got.set(task, { task, instance: instance.id, signal, key });
        return;
      }
      case 'unsubscribe':
        this.subscriptions.lose(command.task, this.tasksBegun.has(command.task));
        return;
      case 'setTimer': {
        const { task, name, dueAtMs } = command;
        this.timers.set(`${task} ${name}`, { instance: instance.id, task, name, due_at_ms: dueAtMs });
        return;
      }
      case 'clearTimers':
        this.#clearTimers(instance, command);
        return;
      case 'cancel':
        // What is in flight is ended by whoever performs it.
        return;
      default:
        assertNever(command);
    }
  }

  #clearTimers({ id: instance }: Instance, { task, name }: Extract<Command, { type: 'clearTimers' }>): void {
    for (const [key, timer] of this.timers)
      if (timer.task === task && (name === undefined || timer.name === name)) this.timers.delete(key);
    if (this.tasksBegun.has(task)) return;
    if (name === undefined) this.timersLost.push({ instance, task });
    else this.timerLost.push({ instance, task, name });
  }

  /** What an instance leaves behind goes with it. */
  #addEnd(instance: Instance): void {
    this.ended.push(instance);
    for (const rows of [this.ready.got, this.subscriptions.got, this.timers]) {
      // Each of these maps is keyed by text; only its rows' owners matter here.
      for (const [key, row] of rows) if (row.instance === instance.id) (rows as Map<string, unknown>).delete(key);
    }
  }
}

/** Whether nothing but its state and its number has changed. */
const goesOn = (before: Instance, after: Instance): boolean =>
  before.status === after.status &&
  before.version === after.version &&
  before.severity === after.severity &&
  before.endedAtMs === after.endedAtMs &&
  before.pauseCauses === after.pauseCauses;
