import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { toWebSchema, type ToWeb, type ToWorker } from './messages.ts';
import type { WorkerLink, WorkerStatus } from './workerLink.ts';
import type { WorkerSettings } from './workerSettings.ts';

/** What web can do about the statements of a worker, where the database lets it. */
export interface WorkerStatements {
  /** Cancels what it has been executing for longer than so many milliseconds; answers whether there was anything. */
  cancel: (worker: string, olderThanMs: number) => Promise<boolean>;
  /** Ends the connections of a worker that is dead; resolves when what they held is free. */
  end: (worker: string) => Promise<void>;
}

/** What the supervisor is given. */
export interface SupervisorOptions {
  /** The built worker. */
  readonly program: string;
  readonly settings: Omit<WorkerSettings, 'worker'>;
  /** What the worker finds in its environment beside ours. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Absent: a statement can only be ended with its worker. */
  readonly statements?: WorkerStatements;
  readonly log: Logger;
  /** Notes, durably, that we end this worker ourselves: its death is no fault of a task (semantics.md 8). */
  readonly noteKill: (worker: string, reason: string) => Promise<void>;
  /** Whether an instance has ended. */
  readonly isOver: (instance: string) => Promise<boolean>;
}

const pingEveryMs = 250;
/** Unanswered for so long, the worker is executing a statement. */
const busyAfterMs = 600;
/** So long a worker that is asked to stop something may be silent; with a restart the stop takes effect within 2 s. */
const stopGraceMs = 700;
const stopLookEveryMs = 100;
/** After that nobody looks any more: the worker listens, and the stop is its own concern. */
const stopWatchedMs = 60_000;
/** How often, and for how long, it is tried to end the statements of a stop that cannot wait. */
const cancelEveryMs = 200;
const cancelForMs = 10_000;
const restartDelaysMs = [0, 100, 500, 2_000, 5_000];
const healthyMs = 10_000;

/** Runs one worker as a child process, starts it again when it dies, and ends it where a stop cannot wait. */
export class WorkerSupervisor implements WorkerLink {
  readonly #options: SupervisorOptions;
  #child: ChildProcess | undefined;
  #worker = '';
  #ready = false;
  #closing = false;
  #pings = 0;
  #answeredAtMs = 0;
  #pongAtMs = 0;
  #killed = false;
  #startedAtMs = 0;
  #quickDeaths = 0;
  #pinger: NodeJS.Timeout | undefined;
  readonly #listeners = new Set<(message: ToWeb) => void>();

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
      const silentMs = performance.now() - Math.max(this.#pongAtMs, this.#startedAtMs);
      if (this.#ready && silentMs > stopGraceMs) await this.#kill(`a stop of ${instance} could not wait`);
    }
  }

  onChanged(listener: Parameters<WorkerLink['onChanged']>[0]): () => void {
    return this.#listen((message) => {
      if (message.type === 'changed') listener(message);
    });
  }

  onProgress(listener: Parameters<WorkerLink['onProgress']>[0]): () => void {
    return this.#listen((message) => {
      if (message.type === 'progress') listener(message);
    });
  }

  onWebCommands(listener: () => void): () => void {
    return this.#listen((message) => {
      if (message.type === 'webCommands') listener();
    });
  }

  /** Lets the worker finish what it executes, then ends it; one that does not end in time is killed. */
  async close(timeoutMs = 5_000): Promise<void> {
    this.#closing = true;
    clearInterval(this.#pinger);
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

  async #kill(reason: string): Promise<void> {
    const child = this.#child;
    if (!child || this.#killed) return;
    this.#killed = true;
    await this.#options.noteKill(this.#worker, reason);
    this.#options.log.warn({ worker: this.#worker, reason }, 'the worker is ended and started again');
    child.kill('SIGKILL');
  }

  #listen(listener: (message: ToWeb) => void): () => void {
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
    const settings: WorkerSettings = { ...this.#options.settings, worker: this.#worker };
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
    if (message.type === 'pong') this.#pongAtMs = this.#answeredAtMs;
    if (message.type === 'ready') this.#ready = true;
    for (const listener of this.#listeners) listener(message);
  }

  #exited(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.#ready = false;
    if (this.#closing) return;
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
    if (!this.#closing) this.#fork();
  }
}
