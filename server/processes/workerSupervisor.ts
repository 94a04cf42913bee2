import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { invariant } from '../../engine/invariant.ts';
import { toWebSchema, type ToWeb, type ToWorker } from './messages.ts';
import type { SupervisorOptions, WorkerStatements } from './supervisorOptions.ts';
import type { WorkerLife, WorkerLink, WorkerStatus } from './workerLink.ts';
import type { WorkerSettings } from './workerSettings.ts';
import {
  busyAfterMs,
  cancelEveryMs,
  cancelForMs,
  healthyMs,
  pingEveryMs,
  restMs,
  restartDelaysMs,
  stopGraceMs,
  stopLookEveryMs,
  stopWatchedMs,
} from './workerTimes.ts';

/** Runs one worker as a child process, starts it again when it dies, and ends it where a stop cannot wait. */
export class WorkerSupervisor implements WorkerLink {
  readonly #options: SupervisorOptions;
  #child: ChildProcess | undefined;
  #worker = '';
  #ready = false;
  #closing = false;
  /** While something is done that no worker may see. */
  #resting = false;
  #pings = 0;
  #answeredAtMs = 0;
  #starts = 0;
  #listenedAtMs = 0;
  #killed = false;
  #startedAtMs = 0;
  #quickDeaths = 0;
  #pinger: NodeJS.Timeout | undefined;
  readonly #listeners = new Set<(message: ToWeb) => unknown>();

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  start(): void {
    this.#fork();
    this.#pinger = setInterval(() => {
      this.#send({ type: 'ping', id: (this.#pings += 1) });
    }, pingEveryMs);
  }

  /** Resolves when a worker works; at once when one does. */
  whenReady(): Promise<void> {
    if (this.#ready) return Promise.resolve();
    return new Promise((resolve) => {
      const end = this.#listen((message) => {
        if (message.type !== 'ready') return;
        end();
        resolve();
      });
    });
  }

  status(): WorkerStatus {
    if (!this.#child || !this.#ready) return 'gone';
    return performance.now() - this.#answeredAtMs > busyAfterMs ? 'busy' : 'alive';
  }

  life(): WorkerLife {
    const silentMs = performance.now() - this.#answeredAtMs;
    return { starts: this.#starts, ...(this.#answeredAtMs > 0 && { silentMs }) };
  }

  nudge(): void {
    this.#send({ type: 'nudge' });
  }

  /**
   * The stop is in the inbox already: the worker takes it at once, or when its statement is ended in the database; where
   * that cannot be, the worker is ended and takes it when it starts again.
   */
  enforceStop(instance: string): void {
    const worker = this.#worker;
    const askedAtMs = performance.now();
    const { statements } = this.#options;
    if (statements) setTimeout(() => void this.#cancel(statements, worker, askedAtMs), stopGraceMs);
    else void this.#watchStop(instance, askedAtMs);
  }

  async #watchStop(instance: string, askedAtMs: number): Promise<void> {
    while (!this.#closing && performance.now() - askedAtMs < stopWatchedMs) {
      await delay(stopLookEveryMs);
      if (await this.#options.isOver(instance)) return;
      // Only the answer to a ping says that it listens: what it told before it began a statement may come later.
      const silentMs = performance.now() - this.#listenedAtMs;
      if (this.#ready && silentMs > stopGraceMs) await this.#kill(`a stop of ${instance} could not wait`, { instance });
    }
  }

  readonly onChanged: WorkerLink['onChanged'] = (listener) =>
    this.#listen((message) => message.type === 'changed' && listener(message));

  readonly onProgress: WorkerLink['onProgress'] = (listener) =>
    this.#listen((message) => message.type === 'progress' && listener(message));

  readonly onWebCommands: WorkerLink['onWebCommands'] = (listener) =>
    this.#listen((message) => message.type === 'webCommands' && listener());

  readonly onMeasured: WorkerLink['onMeasured'] = (listener) =>
    this.#listen((message) => message.type === 'measured' && listener(message.measured));

  /** Lets the worker finish what it executes, then ends it; one that does not end in time is killed. */
  async close(timeoutMs = 5_000): Promise<void> {
    this.#closing = true;
    clearInterval(this.#pinger);
    await this.#drain(timeoutMs);
  }

  /** Does something while no worker lives: what it executes is finished first, and it begins again afterwards. */
  async whileResting<Result>(work: () => Promise<Result>): Promise<Result> {
    invariant(!this.#resting, 'the worker rests for one thing at a time');
    this.#resting = true;
    const former = this.#worker;
    try {
      await this.#drain(restMs);
      await this.#options.statements?.end(former);
      return await work();
    } finally {
      this.#resting = false;
      if (!this.#closing) this.#fork();
    }
  }

  async #drain(timeoutMs: number): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const ended = new Promise<void>((resolve) =>
      child.once('exit', () => {
        resolve();
      }),
    );
    this.#send({ type: 'drain' });
    const timer = setTimeout(() => {
      void this.#kill('the server ends').catch(() => child.kill('SIGKILL'));
    }, timeoutMs);
    await ended;
    clearTimeout(timer);
  }

  /** What began before the stop was asked must not go on. */
  async #cancel({ cancel }: WorkerStatements, worker: string, askedAtMs: number): Promise<void> {
    const isOurs = (): boolean => worker === this.#worker && !this.#closing;
    const endMs = performance.now() + cancelForMs;
    try {
      while (isOurs() && performance.now() < endMs) {
        this.#send({ type: 'takeBack' });
        if (!(await cancel(worker, performance.now() - askedAtMs))) return;
        await new Promise((resolve) => setTimeout(resolve, cancelEveryMs));
      }
    } catch (error) {
      this.#options.log.error({ err: error, worker }, 'the statement of a stop cannot be ended');
    }
  }

  async #kill(reason: string, about: { readonly instance?: string } = {}): Promise<void> {
    const child = this.#child;
    if (!child || this.#killed) return;
    this.#killed = true;
    await this.#options.noteKill(this.#worker, reason);
    this.#options.log.warn({ worker: this.#worker, reason, ...about }, 'the worker is ended and started again');
    child.kill('SIGKILL');
  }

  #listen(listener: (message: ToWeb) => unknown): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #send(message: ToWorker): void {
    // Losing a message loses nothing: what matters is in the inbox.
    if (this.#child?.connected) this.#child.send(message, () => undefined);
  }

  #fork(): void {
    this.#worker = `w_${randomUUID()}`;
    this.#ready = false;
    this.#killed = false;
    this.#startedAtMs = performance.now();
    const { settings: given, publicUrl } = this.#options;
    const settings: WorkerSettings = { ...given, publicUrl: publicUrl(), worker: this.#worker };
    const child = fork(this.#options.program, [JSON.stringify(settings)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, ...this.#options.environment },
    });
    this.#child = child;
    child.on('message', (message) => {
      this.#receive(toWebSchema.parse(message));
    });
    child.on('error', (error) => {
      this.#options.log.error({ err: error }, 'the worker cannot be started or told');
    });
    child.on('exit', (code, signal) => {
      this.#exited(child, code, signal);
    });
  }

  #receive(message: ToWeb): void {
    this.#answeredAtMs = performance.now();
    // One that has only just come up listens, however long that took it.
    if (message.type === 'pong' || message.type === 'ready') this.#listenedAtMs = this.#answeredAtMs;
    if (message.type === 'ready') {
      this.#ready = true;
      this.#starts += 1;
    }
    for (const listener of this.#listeners) listener(message);
  }

  #exited(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#ready = false;
    if (this.#closing || this.#resting) return;
    // One that we ended ourselves was healthy: its successor starts at once.
    const healthy = this.#killed || performance.now() - this.#startedAtMs > healthyMs;
    this.#quickDeaths = healthy ? 0 : this.#quickDeaths + 1;
    const delayMs = restartDelaysMs[Math.min(Math.max(0, this.#quickDeaths - 1), restartDelaysMs.length - 1)] ?? 0;
    this.#options.log.warn(
      { worker: this.#worker, code, signal, delayMs },
      'the worker has ended; it is started again',
    );
    const former = this.#worker;
    setTimeout(() => {
      void this.#forkAfter(former);
    }, delayMs);
  }

  /** Where the database is away, the successor waits for it as well: it starts all the same. */
  async #forkAfter(former: string): Promise<void> {
    try {
      await this.#options.statements?.end(former);
    } catch (error) {
      this.#options.log.error({ err: error, worker: former }, 'the connections of a dead worker cannot be ended');
    }
    if (!this.#closing && !this.#resting) this.#fork();
  }
}
