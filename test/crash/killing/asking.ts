import { setTimeout as delay } from 'node:timers/promises';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { ApiAnswer, ApiClient } from '../../support/apiClient.ts';
import type { Random } from '../../support/random.ts';
import type { KilledWorkflow } from './randomWorkflow.ts';

/** What an asker is given. */
export interface AskingOptions {
  readonly workflows: readonly KilledWorkflow[];
  readonly random: Random;
  readonly knex: Knex;
  /** The server that lives now; it may die at any moment. */
  readonly client: () => ApiClient;
}

/** A call that is asked until it was answered: its key makes it one, however often it is repeated. */
interface Asking {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly key?: string;
  readonly answered: (body: unknown) => void;
}

/** How the instances stand. */
export interface Standing {
  readonly live: number;
  readonly paused: number;
  readonly begun: number;
}

const liveAtOnce = 10;
const askEveryMs = 40;
const answerWithinMs = 8_000;
/** An instance that was begun, or the durable request that will begin it. */
const begunSchema = z.union([
  z.object({ instance: z.string() }).transform(({ instance }) => instance),
  z.object({ id: z.string() }).transform(({ id }) => id),
]);
const liveSchema = z.array(z.object({ id: z.string(), status: z.string(), parent: z.string().nullable() }));

/** Asks a server for work all the time, whether it lives or not; what was acknowledged is remembered here. */
export class Asker {
  readonly begun = new Map<KilledWorkflow, string[]>();
  readonly #options: AskingOptions;
  readonly #open = new Set<Asking>();
  readonly #underWay = new Set<Asking>();
  readonly #resuming = new Set<string>();
  #keys = 0;
  #isEnough = false;
  #asking: Promise<void> = Promise.resolve();

  constructor(options: AskingOptions) {
    this.#options = options;
    for (const workflow of options.workflows) this.begun.set(workflow, []);
  }

  start(): void {
    this.#asking = this.#askOn();
  }

  /** Begins nothing new, and asks on until everything has come to its end. */
  async end(): Promise<void> {
    this.#isEnough = true;
    await this.#asking;
  }

  async standing(): Promise<Standing> {
    const live = await this.#live();
    const paused = live.filter(({ status }) => status === 'paused').length;
    return { live: live.length, paused, begun: this.instances().length };
  }

  instances(): readonly string[] {
    return [...this.begun.values()].flat();
  }

  async #askOn(): Promise<void> {
    for (;;) {
      const live = await this.#live();
      if (this.#isEnough && live.length === 0 && this.#open.size === 0) return;
      for (const { id, status } of live) if (status === 'paused') void this.#goOn(id);
      if (!this.#isEnough) this.#askForMore(live.filter(({ parent }) => parent === null).length);
      for (const asking of this.#open) if (!this.#underWay.has(asking)) void this.#send(asking);
      await delay(askEveryMs);
    }
  }

  async #live(): Promise<z.infer<typeof liveSchema>> {
    return liveSchema.parse(
      await this.#options.knex('sb_instance').whereNull('ended_at_ms').select('id', 'status', 'parent'),
    );
  }

  /** Its worker died on a task three times in a row: an operator lets it go on. */
  async #goOn(id: string): Promise<void> {
    if (this.#resuming.has(id)) return;
    this.#resuming.add(id);
    await this.#post(`/api/instances/${id}/resume`, {});
    this.#resuming.delete(id);
  }

  #askForMore(live: number): void {
    const beginnings = [...this.#open].filter(({ path }) => path.endsWith('/instances')).length;
    for (let left = liveAtOnce - live - beginnings; left > 0; left -= 1) this.#askToBegin();
  }

  #askToBegin(): void {
    const { workflows, random } = this.#options;
    const workflow = workflows[random.below(workflows.length)];
    if (!workflow) return;
    const key = `key${String((this.#keys += 1))}`;
    const answered = (body: unknown): void => {
      const id = begunSchema.parse(body);
      this.begun.get(workflow)?.push(id);
      // Twice each: the second of the same id is dropped.
      for (const name of [...workflow.signals, ...workflow.signals]) {
        const signal = { id: `${id} ${name}`, key: id };
        this.#open.add({ path: `/api/signals/${name}`, body: signal, answered: () => undefined });
      }
    };
    this.#open.add({ path: `/api/workflows/${workflow.definition.name}/instances`, body: {}, key, answered });
  }

  /** What was not answered, because nobody lived to do it, stays to be asked again. */
  async #send(asking: Asking): Promise<void> {
    this.#underWay.add(asking);
    const answer = await this.#post(asking.path, asking.body, asking.key);
    this.#underWay.delete(asking);
    if (answer?.status !== 201 && answer?.status !== 202) return;
    this.#open.delete(asking);
    asking.answered(answer.body);
  }

  #post(path: string, body: Record<string, unknown>, key?: string): Promise<ApiAnswer | undefined> {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    const sent = this.#options.client().send('POST', path, body, headers);
    return Promise.race([sent.catch(() => undefined), delay(answerWithinMs, undefined, { ref: false })]);
  }
}
