import type { InstanceId, WorkflowName } from '../model/ids.ts';

/** Hears once of an instance or a workflow that cannot go on in this worker. */
export type OnLeftOut = (
  what: { readonly instance: InstanceId } | { readonly workflow: WorkflowName },
  why: Error,
) => void;

/** What was to be done concerns an instance that has turned out to be one that is left out: it stays to be done. */
export class LeftOutMeanwhile extends Error {
  override readonly name = 'LeftOutMeanwhile';
}

/** An instance that has just been left out: its journal is to say so. */
export interface Left {
  readonly instance: InstanceId;
  readonly why: Error;
}

/**
 * What cannot go on, because its definition or what is stored of it cannot be used: nothing waits for it. It is remembered
 * for as long as the worker lives; the next one, of a newer release perhaps, looks at it again.
 */
export class LeftOut {
  readonly #instances = new Set<InstanceId>();
  /** With the version that cannot be used: a newer one may. */
  readonly #workflows = new Map<WorkflowName, number>();
  readonly #onLeftOut: OnLeftOut;
  #unsaid: Left[] = [];

  constructor(onLeftOut: OnLeftOut) {
    this.#onLeftOut = onLeftOut;
  }

  get isEmpty(): boolean {
    return this.#instances.size === 0 && this.#workflows.size === 0;
  }

  addInstance(instance: InstanceId, why: Error): void {
    if (this.#instances.has(instance)) return;
    this.#instances.add(instance);
    this.#unsaid.push({ instance, why });
    this.#onLeftOut({ instance }, why);
  }

  addWorkflow(workflow: WorkflowName, version: number, why: Error): void {
    if (this.#workflows.get(workflow) === version) return;
    this.#workflows.set(workflow, version);
    this.#onLeftOut({ workflow }, why);
  }

  /** The newest version of a workflow is another one than that which could not be used. */
  renewed(workflow: WorkflowName, newest: number): void {
    if (this.#workflows.get(workflow) !== newest) this.#workflows.delete(workflow);
  }

  hasInstance(instance: InstanceId): boolean {
    return this.#instances.has(instance);
  }

  hasWorkflow(workflow: WorkflowName): boolean {
    return this.#workflows.has(workflow);
  }

  /** The first whose journal does not say so yet. */
  get unsaid(): Left | undefined {
    return this.#unsaid[0];
  }

  /** Its journal says so, or cannot. */
  said(left: Left): void {
    this.#unsaid = this.#unsaid.filter((one) => one !== left);
  }

  /** Reads so many that what is left out hides nothing else. */
  async beside<Item>(
    most: number,
    read: (limit: number) => Promise<readonly Item[]>,
    instanceOf: (item: Item) => InstanceId,
  ): Promise<readonly Item[]> {
    for (let limit = most; ; limit *= 2) {
      const items = await read(limit);
      if (this.#instances.size === 0) return items;
      const others = items.filter((item) => !this.#instances.has(instanceOf(item)));
      if (others.length > 0 || items.length < limit) return others.slice(0, most);
    }
  }
}
