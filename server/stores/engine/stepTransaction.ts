import type { Knex } from 'knex';
import type { Advanced } from '../../../engine/core/advance.ts';
import { isChildCommand } from '../../../engine/core/command.ts';
import type { WorkflowState } from '../../../engine/core/workflowState.ts';
import type { InstanceId, WorkflowName } from '../../../engine/model/ids.ts';
import type { Instance } from '../../../engine/model/instance.ts';
import { StepConflict, type EngineReads } from '../../../engine/ports/engineStore.ts';
import type { Statements } from '../../database/statements.ts';
import { saveChildCommand } from './childRows.ts';
import type { EngineCache } from './engineCache.ts';
import { letSchedulesGoOn, performCommand, writeSteps } from './saveStep.ts';
import { isRowCommand, StepRows, type PendingStep } from './stepRows.ts';
import { stepWrites, type OutcomeRow, type PositionRow } from './stepStatements.ts';

/** What a transaction of steps stands on. */
export interface StepConnection {
  readonly trx: Knex;
  readonly on: Statements;
  readonly reads: EngineReads;
  readonly cache: EngineCache;
}

/** What is to be written. */
export type Pending = PendingStep | { readonly outcome: OutcomeRow } | { readonly position: PositionRow };

/** A part of the transaction, and whether the database knows of it. */
interface Part {
  /** How much of what is pending came before it. */
  from: number;
  isSavepoint: boolean;
  /** What came before it and was written within its savepoint: goes back with it, and is then pending again. */
  readonly within: Pending[];
  /** What the transaction knew of instances before the part changed them. */
  readonly former: { readonly id: InstanceId; readonly instance: Instance | undefined }[];
}

/**
 * The steps of one transaction. They are kept until something must be read or done that could depend on them, and at the
 * latest until the commit: rows of many steps are written together, and what one takes back of another is never written.
 */
export class StepTransaction {
  readonly #connection: StepConnection;
  readonly #pending: Pending[] = [];
  /** Instances as this transaction has left them. */
  readonly #written = new Map<InstanceId, Instance>();
  readonly #touched = new Set<InstanceId>();
  readonly #lengths = new Map<string, number>();
  /** Workflows that this transaction has written. */
  readonly #workflows = new Set<WorkflowName>();
  #part: Part | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(connection: StepConnection) {
    this.#connection = connection;
  }

  async instance(id: InstanceId): Promise<Instance | undefined> {
    const { cache, reads } = this.#connection;
    const known = this.#written.get(id) ?? cache.instance(id);
    return known ?? reads.instance(id);
  }

  async workflow(name: WorkflowName): Promise<WorkflowState | undefined> {
    const { cache, reads } = this.#connection;
    if (this.#workflows.has(name)) return reads.workflow(name);
    if (cache.hasWorkflow(name)) return cache.workflow(name);
    const { generation } = cache;
    const state = await reads.workflow(name);
    cache.keepWorkflow(name, state, generation);
    return state;
  }

  /** A workflow's row or schedules are written: what is cached of them is void until the end. */
  writesWorkflow(name: WorkflowName): void {
    this.#workflows.add(name);
    this.#connection.cache.forgetWorkflow(name);
  }

  async save(before: Instance | undefined, step: Advanced): Promise<void> {
    const { id } = step.instance;
    const known = this.#written.get(id) ?? this.#connection.cache.instance(id);
    this.#touched.add(id);
    if (known && known.seq > (before?.seq ?? 0))
      throw new StepConflict(`The instance ${id} has moved on from entry ${String(before?.seq ?? 0)}.`);
    // Several of one instance are taken back from the last to the first.
    this.#part?.former.push({ id, instance: this.#written.get(id) });
    this.#written.set(id, step.instance);
    this.#pending.push({ before, step });
    if (asksMore(before, step)) await this.#performCommands(before, step);
  }

  async #performCommands(before: Instance | undefined, step: Advanced): Promise<void> {
    const { workflow } = step.instance;
    for (const command of step.commands) {
      if (isRowCommand(command)) continue;
      if (isChildCommand(command)) {
        await this.flush();
        await saveChildCommand(this.#connection.trx, step.instance.id, command);
        continue;
      }
      if (command.type === 'resetFailures' && !(await this.workflow(workflow))?.consecutiveFailures) continue;
      await this.#beside(workflow, (trx) => performCommand(trx, step, command));
    }
    if (hasEnded(before, step.instance) && (await this.#isWaitedFor(workflow)))
      await this.#beside(workflow, (trx) => letSchedulesGoOn(trx, step.instance));
  }

  /** Most ends change nothing about their workflow. */
  async #isWaitedFor(workflow: WorkflowName): Promise<boolean> {
    const state = await this.workflow(workflow);
    return state?.schedules.some(({ waiting }) => waiting) === true;
  }

  /** Writes what may concern the workflow, and is no row of a step. */
  async #beside(workflow: WorkflowName, write: (trx: Knex) => Promise<void>): Promise<void> {
    await this.flush();
    this.writesWorkflow(workflow);
    await write(this.#connection.trx);
  }

  /** What became of a request, or how far the inbox has been taken over. */
  keep(row: Exclude<Pending, PendingStep>): void {
    this.#pending.push(row);
  }

  /** What became of a request in this transaction, if it has not been written yet. */
  keptOutcome(request: string): OutcomeRow | undefined {
    for (const one of this.#pending) if ('outcome' in one && one.outcome.id === request) return one.outcome;
    return undefined;
  }

  /** Writes what is kept. */
  async flush(): Promise<void> {
    await this.#flushBefore();
    await this.beforeOwnSql();
    await this.#write(this.#pending.splice(0));
  }

  /** Before SQL that neither sees nor needs what is kept: all that it asks for is that its part can be taken back. */
  async beforeOwnSql(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    const part = this.#part;
    if (!part || part.isSavepoint) return;
    await this.#connection.on.command('SAVEPOINT part');
    part.isSavepoint = true;
  }

  /** What came before the part that is being performed. */
  async #flushBefore(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    const part = this.#part;
    if (!part || part.from === 0) return;
    const before = this.#pending.splice(0, part.from);
    part.from = 0;
    if (part.isSavepoint) part.within.push(...before);
    try {
      await this.#write(before);
    } catch (error) {
      // It is no fault of this part: the whole transaction is taken back, whatever becomes of the part.
      this.#failure = { error };
      throw error;
    }
  }

  async #write(pending: readonly Pending[]): Promise<void> {
    if (pending.length === 0) return;
    const { on } = this.#connection;
    const outcomes = pending.flatMap((one) => ('outcome' in one ? [one.outcome] : []));
    const positions = new Map(
      pending.flatMap((one): [string, PositionRow][] =>
        'position' in one ? [[one.position.source, one.position]] : [],
      ),
    );
    await on.write(stepWrites.settleRequests, outcomes);
    await on.write(stepWrites.savePositions, [...positions.values()]);
    await this.#writeSteps(pending.filter((one) => 'step' in one));
  }

  async #writeSteps(steps: readonly PendingStep[]): Promise<void> {
    if (steps.length === 0) return;
    const rows = new StepRows(steps);
    for (const written of [rows.begun, rows.wentOn, rows.moved])
      for (const { id, state } of written.values()) this.#lengths.set(id, state.length);
    await writeSteps(this.#connection.on, this.#connection.trx, rows);
  }

  /** See `EngineTransaction.part`. */
  async part<Result>(work: () => Promise<Result>): Promise<Result> {
    const part: Part = { from: this.#pending.length, isSavepoint: false, within: [], former: [] };
    this.#part = part;
    try {
      const result = await work();
      if (part.isSavepoint) await this.#connection.on.command('RELEASE SAVEPOINT part');
      return result;
    } catch (error) {
      await this.#takeBack(part).catch(() => {
        // Where it finds no room the database takes back all by itself, and this part with it: that is what is to be told.
        throw rootOf(error);
      });
      throw error;
    } finally {
      this.#part = undefined;
    }
  }

  async #takeBack(part: Part): Promise<void> {
    for (const { id, instance } of part.former.toReversed()) {
      if (instance) this.#written.set(id, instance);
      else this.#written.delete(id);
    }
    this.#pending.splice(part.from);
    if (!part.isSavepoint) return;
    this.#pending.unshift(...part.within);
    await this.#connection.on.command('ROLLBACK TO SAVEPOINT part');
    await this.#connection.on.command('RELEASE SAVEPOINT part');
  }

  /** It is committed: what it has left may be kept. */
  committed(): void {
    const { cache } = this.#connection;
    this.takenBack();
    for (const [id, instance] of this.#written) cache.keepInstance(instance, this.#lengths.get(id) ?? 0);
  }

  /** What the cache holds may be what refused it. */
  takenBack(): void {
    const { cache } = this.#connection;
    for (const id of this.#touched) cache.forgetInstance(id);
    for (const name of this.#workflows) cache.forgetWorkflow(name);
  }
}

/** What an error was caused by in the first place. */
const rootOf = (error: unknown): unknown => (error instanceof Error && error.cause ? rootOf(error.cause) : error);

/** Whether a step asks for more than its own rows: most do not. */
const asksMore = (before: Instance | undefined, step: Advanced): boolean =>
  hasEnded(before, step.instance) || !step.commands.every(isRowCommand);

const hasEnded = (before: Instance | undefined, after: Instance): boolean =>
  after.endedAtMs !== undefined && before?.endedAtMs === undefined;
