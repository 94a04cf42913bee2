import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { signIn, signedIn, type ApiClient } from '../../support/apiClient.ts';
import type { Random } from '../../support/random.ts';
import { killProcess, startServer, type ServerOptions, type TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';
import type { Order } from './noticing/order.ts';
import type { Striking } from './striking.ts';

/** Whom a kill strikes; the worker without a web ends by itself, web without a worker starts another. */
type Victim = 'worker' | 'web' | 'both';

/** What a run is given. */
export interface KilledRunOptions {
  readonly server: ServerOptions;
  readonly definitions: readonly object[];
  readonly random: Random;
  readonly striking: Striking;
  /** How long after the beginning of each it makes sense to strike. */
  readonly longestMicros: Readonly<Record<Order['place'], number>>;
}

/** A kill, and how long it took until somebody worked again. */
export interface Kill {
  readonly what: string;
  readonly tookMs: number;
}

/** More workers in a row would make web wait longer and longer before it starts another. */
const workersInARow = 3;
const meetWithinMs = 2_500;

/** A server that is killed again and again. */
export class KilledRun {
  readonly kills = new Map<string, number>();
  readonly #options: KilledRunOptions;
  #server: TestServer;
  #client: ApiClient;
  #workers = 0;

  private constructor(options: KilledRunOptions, server: TestServer, client: ApiClient) {
    this.#options = options;
    this.#server = server;
    this.#client = client;
  }

  static async start(options: KilledRunOptions): Promise<KilledRun> {
    const server = await startServer(options.server);
    const client = await signIn(server.url);
    for (const definition of options.definitions) {
      const answer = await client.post('/api/workflows', definition);
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    }
    return new KilledRun(options, server, client);
  }

  get client(): ApiClient {
    return this.#client;
  }

  /** Strikes at a moment of one kind or another while work is under way, and waits until somebody works again. */
  async kill(): Promise<Kill> {
    const { random } = this.#options;
    const victim = this.#victim();
    const worker = this.#options.striking.worker();
    const where = random.below(5) === 0 ? await this.#atAnyMoment() : await this.#whereOrdered(victim, worker);
    const struckMs = performance.now();
    await this.#finish(victim, worker);
    const isEarly = await this.#goOn(victim, worker);
    const what = `${victim} ${where}`;
    this.kills.set(what, (this.kills.get(what) ?? 0) + 1);
    return { what: isEarly ? `${what}, and on before the next was ready` : what, tookMs: performance.now() - struckMs };
  }

  async close(): Promise<void> {
    await this.#server.killWeb();
    killProcess(this.#options.striking.worker());
  }

  #victim(): Victim {
    const isWorker = this.#workers < workersInARow && this.#options.random.below(8) > 0;
    this.#workers = isWorker ? this.#workers + 1 : 0;
    if (isWorker) return 'worker';
    return this.#options.random.below(2) === 0 ? 'web' : 'both';
  }

  async #atAnyMoment(): Promise<string> {
    await delay(this.#options.random.below(250));
    return 'at any moment';
  }

  /** Orders somebody to die within what he does; where nobody comes there soon, it becomes any moment. */
  async #whereOrdered(victim: Victim, worker: number): Promise<string> {
    const { random, striking } = this.#options;
    const program = victim === 'both' ? (['web', 'worker'] as const)[random.below(2)] : victim;
    const place = this.#place(program);
    const order: Omit<Order, 'id'> = {
      program: program ?? 'worker',
      place,
      nth: 1 + random.below(place === 'slow statement' ? 2 : 6),
      delayMicros: random.below(this.#options.longestMicros[place]),
    };
    const id = striking.order(order);
    const isDead = order.program === 'worker' ? (): boolean => !lives(worker) : (): boolean => this.#isWebDead();
    const endMs = performance.now() + meetWithinMs;
    while (!isDead() && performance.now() < endMs) await delay(1);
    striking.takeBack();
    const outcome = striking.outcome(id);
    if (outcome === 'not met') return 'at any moment';
    return `${outcome === 'inside' ? 'inside' : 'just after'} a ${place} of ${order.program}`;
  }

  /** Web writes a row or two at a time. */
  #place(program: Order['program'] | undefined): Order['place'] {
    const places = ['commit', 'statement', 'commit', 'slow statement'] as const;
    return places[this.#options.random.below(program === 'worker' ? places.length : 2)] ?? 'commit';
  }

  #isWebDead(): boolean {
    return this.#server.web.exitCode !== null || this.#server.web.signalCode !== null;
  }

  /** Whoever of the victims lives yet dies now. */
  async #finish(victim: Victim, worker: number): Promise<void> {
    if (victim !== 'worker') await this.#server.killWeb();
    if (victim !== 'web') killProcess(worker);
  }

  /** Sometimes the next kill may come before the next worker is ready. */
  async #goOn(victim: Victim, former: number): Promise<boolean> {
    const { random, striking, server } = this.#options;
    if (victim !== 'worker') {
      this.#server = await startServer(server);
      this.#client = signedIn(this.#server.url, this.#client.cookie);
      return false;
    }
    const next = await until('web starts another worker', async () => {
      const present = striking.worker();
      return present !== former && present !== 0 ? present : undefined;
    });
    if (random.below(5) === 0) {
      await delay(random.below(200));
      return true;
    }
    await until('the worker is ready', async () => striking.isReady(next) || !lives(next), 60_000);
    return false;
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
