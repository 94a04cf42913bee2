import { expect } from 'vitest';
import type { Outcome } from '../../engine/activity/executor.ts';
import type { Command } from '../../engine/core/command.ts';
import type { Begin, Control } from '../../engine/core/input.ts';
import type { Rejection, RejectionCode } from '../../engine/core/rejection.ts';
import type { CompiledGraph } from '../../engine/graph/compiledGraph.ts';
import { invariant } from '../../engine/invariant.ts';
import { parseDuration } from '../../engine/model/duration.ts';
import type { Failure } from '../../engine/model/failure.ts';
import { signalIdSchema, activityIdSchema } from '../../engine/model/ids.ts';
import type { InstanceStatus, PauseCauseKind } from '../../engine/model/instance.ts';
import type { Variables } from '../../engine/model/json.ts';
import { graphOf, type Details } from './graphOf.ts';
import { nextProgress, runToEnd, Shell, type Performed } from './shell.ts';
import { tellCommands, tellEntries } from './tellEntry.ts';

/** Something that happens in a scenario. */
export type Act = (shell: Shell) => void;

const failureOf = (failure: Partial<Failure>): Failure => ({ cause: 'data', message: 'it broke', ...failure });

export const starts =
  (name: string): Act =>
  (shell) =>
    shell.send({ type: 'startTask', task: shell.task(name).id });

export const ends =
  (name: string, outcome: Outcome = {}): Act =>
  (shell) => {
    const { id, attempt } = shell.task(name);
    shell.send({ type: 'taskDone', task: id, attempt, outcome });
  };

/** Starts and ends. */
export const works =
  (name: string, outcome: Outcome = {}): Act =>
  (shell) => {
    starts(name)(shell);
    ends(name, outcome)(shell);
  };

/** Starts and fails. */
export const breaks =
  (name: string, failure: Partial<Failure> = {}): Act =>
  (shell) => {
    starts(name)(shell);
    fails(name, failure)(shell);
  };

export const fails =
  (name: string, failure: Partial<Failure> = {}): Act =>
  (shell) => {
    const { id, attempt } = shell.task(name);
    shell.send({ type: 'taskFailed', task: id, attempt, failure: failureOf(failure) });
  };

export const doesRound =
  (name: string, rows: number): Act =>
  (shell) => {
    const task = shell.task(name);
    shell.send({ type: 'roundEnded', task: task.id, progress: nextProgress(task, rows) });
  };

export const yields =
  (name: string): Act =>
  (shell) =>
    shell.send({ type: 'taskYielded', task: shell.task(name).id });

/** The worker dies on it; by our own hand it does not count. */
export const isLost =
  (name: string, counts = true): Act =>
  (shell) =>
    shell.send({ type: 'workerLost', task: shell.task(name).id, counts });

export const gets =
  (name: string, signal: string, vars: Variables = {}): Act =>
  (shell) =>
    shell.send({
      type: 'signal',
      task: shell.task(name).id,
      signal: { id: signalIdSchema.parse('g1'), name: signal, vars },
    });

export const timePasses =
  (duration: string): Act =>
  (shell) =>
    shell.passTime(parseDuration(duration) ?? Number.NaN);

export const isAsked =
  (input: Control, by = 'anna'): Act =>
  (shell) =>
    shell.send({ ...input, by });

export const pauses = (cause: PauseCauseKind = 'own'): Act => isAsked({ type: 'pause', cause, reason: 'a look' });

export const resumes: Act = isAsked({ type: 'resume', kinds: ['own', 'error', 'quota'] });

export const runs =
  (name: string): Act =>
  (shell) =>
    shell.send({ type: 'runTask', task: shell.task(name).id, by: 'anna' });

export const skips =
  (name: string, result: Variables = {}): Act =>
  (shell) =>
    shell.send({ type: 'skipTask', task: shell.task(name).id, result, reason: 'known', by: 'anna' });

export const holds = (name: string): Act => isAsked({ type: 'holdActivity', activity: activityIdSchema.parse(name) });

export const releases = (name: string): Act =>
  isAsked({ type: 'releaseActivity', activity: activityIdSchema.parse(name) });

/** Goes on until nothing moves any more. */
export const goesOn =
  (outcomes?: Readonly<Record<string, Performed>>): Act =>
  (shell) => {
    runToEnd(shell, (task) => outcomes?.[task.activity] ?? {});
  };

/** An instance in a test: what has happened to it, what happens now, and what is expected of that. */
export class Scenario {
  readonly shell: Shell;
  #from = 0;

  constructor(shell: Shell) {
    this.shell = shell;
  }

  /** What happened before: expected to be accepted, and not looked at further. */
  and(...acts: readonly Act[]): this {
    this.when(...acts);
    const refused = this.#rejections()[0];
    invariant(!refused, `refused: ${refused?.message ?? ''}`);
    return this;
  }

  when(...acts: readonly Act[]): this {
    this.#from = this.shell.turns.length;
    for (const act of acts) act(this.shell);
    return this;
  }

  then(expected: string | readonly string[]): this {
    const sentences = tellEntries(this.#entries(), this.shell.entries);
    expect(sentences).toEqual(
      typeof expected === 'string'
        ? expected
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean)
        : expected,
    );
    return this;
  }

  thenStatus(status: InstanceStatus): this {
    expect(this.shell.instance.status).toBe(status);
    return this;
  }

  /** `'a running, b failed'`; an empty text: nothing lives. */
  thenLive(expected: string): this {
    expect(
      this.shell
        .live()
        .map(({ activity, status }) => `${activity} ${status}`)
        .join(', '),
    ).toBe(expected);
    return this;
  }

  thenCommands(...expected: readonly string[]): this {
    expect(tellCommands(this.#commands(), (task) => this.#activityOf(task))).toEqual(expected);
    return this;
  }

  thenQueue(...expected: readonly string[]): this {
    expect(this.shell.queue.map((task) => this.#activityOf(task))).toEqual(expected);
    return this;
  }

  thenRefused(code: RejectionCode, words = ''): this {
    const [rejection] = this.#rejections().slice(-1);
    expect(rejection?.code).toBe(code);
    expect(rejection?.message).toContain(words);
    return this;
  }

  #steps() {
    return this.shell.turns
      .slice(this.#from)
      .flatMap(({ advance }) => (advance.status === 'advanced' ? [advance] : []));
  }

  #entries() {
    return this.#steps().flatMap(({ entries }) => entries);
  }

  #commands(): Command[] {
    return this.#steps().flatMap(({ commands }) => commands);
  }

  #rejections(): Rejection[] {
    return this.shell.turns
      .slice(this.#from)
      .flatMap(({ advance }) => (advance.status === 'rejected' ? [advance.rejection] : []));
  }

  #activityOf(task: string): string {
    const created = this.shell.entries.find((entry) => entry.type === 'taskCreated' && entry.task.id === task);
    return created?.type === 'taskCreated' ? created.task.activity : task;
  }
}

export interface Given extends Details {
  readonly begin?: Partial<Begin>;
  readonly workflowVars?: Variables;
  readonly newer?: CompiledGraph;
}

/** An instance of what a line of text draws, which has begun at all its entries at 04:00. */
export function givenInstance(drawing: string, { begin, workflowVars, newer, ...details }: Given = {}): Scenario {
  const shell = new Shell(graphOf(drawing, details));
  if (workflowVars) shell.workflowVars = workflowVars;
  shell.newerGraph = newer;
  return new Scenario(shell.begin(begin));
}
