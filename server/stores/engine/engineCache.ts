import type { WorkflowState } from '../../../engine/core/workflowState.ts';
import type { InstanceId, WorkflowName } from '../../../engine/model/ids.ts';
import type { Instance } from '../../../engine/model/instance.ts';

/** How much state is kept, by its length as JSON: what is live beyond that only costs a parse a step. */
const keptLength = 8_000_000;
const keptWorkflows = 1_000;

interface Kept {
  readonly instance: Instance;
  readonly length: number;
}

/**
 * What the last commit left, so that a step need not read and parse it again. It may be behind where another has written
 * to the database: an instance's number guards its steps, and what refused one is forgotten. States of workflows are
 * written by this store alone: one worker at a time stands on a database.
 */
export class EngineCache {
  readonly #instances = new Map<InstanceId, Kept>();
  /** Of a workflow that was never started, that there is nothing. */
  readonly #workflows = new Map<WorkflowName, WorkflowState | undefined>();
  #length = 0;
  #generation = 0;

  /** Changes whenever a workflow was written. */
  get generation(): number {
    return this.#generation;
  }

  instance(id: InstanceId): Instance | undefined {
    const kept = this.#instances.get(id);
    if (!kept) return undefined;
    // What was asked for last goes last.
    this.#instances.delete(id);
    this.#instances.set(id, kept);
    return kept.instance;
  }

  keepInstance(instance: Instance, length: number): void {
    const known = this.#instances.get(instance.id);
    if (known && known.instance.seq > instance.seq) return;
    this.forgetInstance(instance.id);
    if (instance.endedAtMs !== undefined) return;
    this.#instances.set(instance.id, { instance, length });
    this.#length += length;
    for (const id of this.#instances.keys()) {
      if (this.#length <= keptLength) return;
      this.forgetInstance(id);
    }
  }

  forgetInstance(id: InstanceId): void {
    this.#length -= this.#instances.get(id)?.length ?? 0;
    this.#instances.delete(id);
  }

  hasWorkflow(name: WorkflowName): boolean {
    return this.#workflows.has(name);
  }

  workflow(name: WorkflowName): WorkflowState | undefined {
    return this.#workflows.get(name);
  }

  /** @param generation at which it was read: what was written since is not overlaid. */
  keepWorkflow(name: WorkflowName, state: WorkflowState | undefined, generation: number): void {
    if (generation !== this.#generation) return;
    if (this.#workflows.size >= keptWorkflows) this.#workflows.clear();
    this.#workflows.set(name, state);
  }

  forgetWorkflow(name: WorkflowName): void {
    this.#generation += 1;
    this.#workflows.delete(name);
  }
}
