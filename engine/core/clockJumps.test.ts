import { describe, expect, it } from 'vitest';
import { graphOf } from '../../test/support/graphOf.ts';
import { createRandom, freshSeed } from '../../test/support/random.ts';
import { dawnMs } from '../../test/support/shell.ts';
import { workflowNameSchema } from '../model/ids.ts';
import { advanceWorkflow, draftWorkflow, type WorkflowInput } from './workflow.ts';
import type { WorkflowState } from './workflowState.ts';

const hourMs = 3_600_000;

type Asked = Exclude<WorkflowInput['type'], 'tick'>;

/** A started workflow on a server whose clock is not to be trusted. */
class Server {
  state: WorkflowState = draftWorkflow(workflowNameSchema.parse('drawn'));
  nowMs = dawnMs;
  /** Every moment that began something or got a row. */
  readonly begun: number[] = [];
  readonly recorded: number[] = [];
  readonly #graph;

  constructor(scheduler: object) {
    this.#graph = graphOf('c > a', { activities: { c: { type: 'scheduler', ...scheduler } } });
    this.ask('start');
  }

  ask(...types: Asked[]): this {
    for (const type of types) this.#advance({ type });
    return this;
  }

  /** The clock says something else from now on. */
  jump(hours: number): this {
    this.nowMs += hours * hourMs;
    return this.#advance({ type: 'tick', live: 0 });
  }

  /** Time passes as it should, looked at every ten minutes. */
  pass(hours: number): this {
    for (let minutes = 0; minutes < hours * 60; minutes += 10) this.jump(1 / 6);
    return this;
  }

  #advance(input: WorkflowInput): this {
    const advance = advanceWorkflow({ nowMs: this.nowMs, version: 1, graph: this.#graph }, this.state, input);
    if (advance.status === 'rejected') return this;
    this.state = advance.state;
    for (const command of advance.commands) if (command.type === 'begin') this.begun.push(command.dueAtMs);
    this.recorded.push(...advance.firings.map(({ dueAtMs }) => dueAtMs));
    return this;
  }

  get hours(): number[] {
    return this.begun.map((dueAtMs) => Math.round((dueAtMs - dawnMs) / hourMs));
  }
}

const rearming: readonly (readonly Asked[])[] = [
  ['holdSchedule', 'releaseSchedule'],
  ['pause', 'resume'],
  ['stop', 'start'],
  ['published'],
];

describe.each([
  ['cron', { cron: '0 * * * *' }],
  ['an interval', { every: '1h' }],
  ['an interval from an instant', { every: '1h', validFrom: new Date(dawnMs).toISOString() }],
])('a clock that jumps, and %s', (_, schedule) => {
  it('[S15] put back, it makes nothing due again that has been due', () => {
    const server = new Server(schedule).pass(3.5).jump(-2).pass(3.5);
    expect(server.begun).toEqual([...new Set(server.begun)]);
    expect(Math.max(...server.hours)).toBe(5);
  });

  it.each(rearming)('[S15] put back, it makes nothing due again by %s %s', (...types) => {
    const server = new Server(schedule)
      .pass(3.5)
      .jump(-2)
      .ask(...types)
      .pass(3.5);
    expect(server.begun).toEqual([...new Set(server.begun)]);
    expect(Math.max(...server.hours)).toBe(5);
  });

  it('[S15] put forward, what it jumped over is made up for or has its row', () => {
    const server = new Server(schedule).pass(1.5).jump(6).pass(1);
    const all = [...server.begun, ...server.recorded].sort((one, other) => one - other);
    expect(all.map((dueAtMs) => Math.round((dueAtMs - dawnMs) / hourMs))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

it('[S15] a clock that was wrong by years is no reason to wait for years', () => {
  const server = new Server({ cron: '0 * * * *' }).pass(1.5).jump(100_000).jump(-100_000);
  server.ask('holdSchedule', 'releaseSchedule').pass(2);
  expect(server.hours.slice(-2)).toEqual([2, 3]);
});

// Caught: schedules.ts, a jump back that is believed up to an hour.
it('[S15] however the clock jumps within a day, no moment begins twice', () => {
  const { below } = createRandom(freshSeed('clock jumps'));
  for (let round = 0; round < 200; round += 1) {
    const server = new Server(
      [{ cron: '*/20 * * * *' }, { every: '35m' }, { cron: '0 * * * *', catchUp: 'all' }][below(3)] ?? {},
    );
    for (let move = 0; move < 8; move += 1) {
      server.pass(below(4)).jump(below(10) - 4);
      server.ask(...(rearming[below(rearming.length + 3)] ?? []));
    }
    expect([...server.begun, ...server.recorded].length).toBe(new Set([...server.begun, ...server.recorded]).size);
  }
});
