import { describe, expect, it } from 'vitest';
import { workflowNameSchema } from '../model/ids.ts';
import { entrySignals } from './schedules.ts';
import { advanceWorkflow, draftWorkflow, type WorkflowInput } from './workflow.ts';
import type { WorkflowState } from './workflowState.ts';
import { graphOf, type Details } from '../../test/support/graphOf.ts';
import { dawnMs } from '../../test/support/shell.ts';

const hourMs = 3_600_000;
const timeOf = (ms: number | undefined): string =>
  ms === undefined ? 'never' : new Date(ms).toISOString().slice(11, 16);

/** A workflow in a test: its state, the time, and what the last input brought. */
class Life {
  state: WorkflowState = draftWorkflow(workflowNameSchema.parse('drawn'));
  nowMs = dawnMs;
  version = 1;
  graph;
  answer: ReturnType<typeof advanceWorkflow> | undefined;

  constructor(drawing: string, details: Details) {
    this.graph = graphOf(drawing, details);
  }

  when(...inputs: (WorkflowInput | WorkflowInput['type'])[]): this {
    for (const input of inputs) {
      const full = typeof input === 'string' ? inputOf(input) : input;
      this.answer = advanceWorkflow({ nowMs: this.nowMs, version: this.version, graph: this.graph }, this.state, full);
      if (this.answer.status === 'advanced') this.state = this.answer.state;
    }
    return this;
  }

  /** Hours later, with so many unfinished instances. */
  tick(hours: number, live = 0): this {
    this.nowMs += hours * hourMs;
    return this.when({ type: 'tick', live });
  }

  /** What was begun (`05:00`) and what was not (`05:00 skipped`). */
  get fired(): string {
    if (this.answer?.status !== 'advanced') return 'refused';
    const begun = this.answer.commands.flatMap((command) =>
      command.type === 'begin' ? [timeOf(command.dueAtMs)] : [],
    );
    return [...this.answer.firings.map(({ dueAtMs, status }) => `${timeOf(dueAtMs)} ${status}`), ...begun].join(', ');
  }

  get commands(): readonly string[] {
    return this.answer?.status === 'advanced' ? this.answer.commands.map(({ type }) => type) : ['refused'];
  }

  get due(): string {
    return this.state.schedules.map(({ dueAtMs }) => timeOf(dueAtMs)).join(', ');
  }
}

function inputOf(type: WorkflowInput['type']): WorkflowInput {
  return type === 'tick' ? { type, live: 0 } : { type };
}

const hourly = (fields: object = {}, definition: Details['definition'] = {}) =>
  new Life('c > a', { activities: { c: { type: 'scheduler', cron: '0 * * * *', ...fields } }, definition });

describe('the life of a workflow', () => {
  it('[S2] starting it begins an instance at all entries at once, where none of them waits for a moment', () => {
    const life = new Life('a, b > c', {}).when('start');
    expect(life.answer).toMatchObject({ commands: [{ type: 'begin', entries: ['a', 'b'], dueAtMs: dawnMs }] });
  });

  it('[S2] starting it arms its schedulers and begins nothing', () => {
    const life = hourly().when('start');
    expect([life.commands, life.due, life.state.status]).toEqual([[], '05:00', 'started']);
  });

  it('[S2] its entry signals listen', () => {
    const { graph } = new Life('s > a, t > a', {
      activities: { s: { type: 'signal', name: 'paid' }, t: { type: 'signal', execution: 'disabled' } },
    });
    expect(entrySignals(graph)).toEqual([{ activity: 's', signal: 'paid' }]);
  });

  it('[S3] pausing it holds its schedule and pauses its instances; resuming does the reverse', () => {
    const life = hourly().when('start', 'pause');
    expect([life.commands, life.due]).toEqual([['pauseInstances'], 'never']);
    life.nowMs += 3 * hourMs;
    life.when('resume');
    expect([life.commands, life.due]).toEqual([['resumeInstances'], '08:00']);
  });

  it('[S3] stopping it disarms it and stops its instances', () => {
    const life = hourly().when('start', 'stop');
    expect([life.commands, life.due, life.state.status]).toEqual([['stopInstances'], 'never', 'stopped']);
  });

  it.each([
    ['draft', [], 'start'],
    ['started', ['start'], 'pause stop'],
    ['paused', ['start', 'pause'], 'resume stop'],
    ['stopped', ['start', 'stop'], 'start'],
  ] as const)('[S1] a workflow that is %s answers every input', (status, before, accepted) => {
    for (const type of ['start', 'pause', 'resume', 'stop'] as const) {
      const life = hourly().when(...before);
      expect(life.state.status).toBe(status);
      life.when(type);
      expect(life.answer?.status).toBe(accepted.split(' ').includes(type) ? 'advanced' : 'rejected');
    }
  });

  it('[S4] a schedule hold stops new firings and touches nothing that runs', () => {
    const life = hourly().when('start', 'holdSchedule');
    expect([life.commands, life.due]).toEqual([[], 'never']);
    expect(life.tick(2).fired).toBe('');
    expect(life.when('releaseSchedule').due).toBe('07:00');
  });

  it('[S4] holding twice, or releasing what is not held, is refused', () => {
    expect(hourly().when('start', 'releaseSchedule').answer?.status).toBe('rejected');
    expect(hourly().when('start', 'holdSchedule', 'holdSchedule').answer?.status).toBe('rejected');
  });

  it('[S4] a schedule that is held stays so over a stop and a start', () => {
    expect(hourly().when('start', 'holdSchedule', 'stop', 'start').due).toBe('never');
  });

  it('[S5] a published version takes effect on the schedules of a started workflow', () => {
    const life = hourly().when('start');
    life.graph = hourly({ cron: '30 * * * *' }).graph;
    life.version = 2;
    expect(life.when('published').due).toBe('04:30');
    expect(life.state.version).toBe(2);
  });

  const every = (interval: string) =>
    new Life('c > a', { activities: { c: { type: 'scheduler', every: interval } } }).when('start');

  it('[S6] publishing, holding or pausing does not reset an interval: it counts from when it was last due', () => {
    const life = every('1h').tick(0.6).when('published');
    expect(life.due).toBe('05:00');
    expect(life.tick(0.4).fired).toBe('05:00');
    expect(life.tick(0.7).when('published').due).toBe('06:00');
    expect(life.when('holdSchedule', 'releaseSchedule').due).toBe('06:00');
    expect(life.when('pause', 'resume').due).toBe('06:00');
    life.nowMs += 2 * hourMs;
    expect(life.when('stop', 'start').due).toBe('08:00');
  });

  it('[S6] a new interval counts from when the schedule was last due, and makes up for nothing', () => {
    const life = every('1h').tick(1).tick(0.7);
    life.graph = every('25m').graph;
    expect(life.when('published').due).toBe('05:50');
  });

  it('[S5] a firing that is due when a version is published is made up for by that', () => {
    const life = hourly().when('start');
    life.nowMs += 2.5 * hourMs;
    life.graph = hourly({ cron: '30 * * * *' }).graph;
    expect(life.when('published').tick(0).fired).toBe('05:00 missed, 05:30 missed, 06:30');
  });

  it('[S5] a queued firing goes on waiting when a version is published', () => {
    const life = hourly({ overlap: 'queue' }).when('start').tick(1, 1).when('published');
    expect([life.due, life.state.schedules[0]?.waiting]).toEqual(['05:00', true]);
    life.graph = hourly({ overlap: 'skip' }).graph;
    life.when('published');
    expect([life.due, life.state.schedules[0]?.waiting]).toEqual(['05:00', undefined]);
    expect(life.tick(0, 1).fired).toBe('05:00 skipped');
  });

  it.each([
    ['holdSchedule', 'the schedule was held'],
    ['pause', 'the workflow was paused'],
    ['stop', 'the workflow was stopped'],
  ] as const)('[S7] a queued firing that %s takes away is recorded with the reason', (input, reason) => {
    const life = hourly({ overlap: 'queue' }).when('start').tick(1, 1).tick(1, 1).when(input);
    expect(life.fired).toBe('05:00 replaced, 06:00 skipped');
    expect(life.answer).toMatchObject({ firings: [{}, { reason }] });
    expect([life.due, life.state.schedules[0]?.waiting]).toEqual(['never', undefined]);
  });

  it('[S7] a queued firing whose scheduler a newer version does not have is recorded with the reason', () => {
    const life = hourly({ overlap: 'queue' }).when('start').tick(1, 1);
    life.graph = graphOf('d > a', { activities: { d: { type: 'scheduler', cron: '0 * * * *' } } });
    expect(life.when('published').fired).toBe('05:00 skipped');
    expect(life.answer).toMatchObject({ firings: [{ reason: 'the newest version has no such scheduler' }] });
    expect(life.due).toBe('06:00');
  });

  it('[S5] a disabled scheduler is not armed', () => {
    expect(hourly({ execution: 'disabled' }).when('start').due).toBe('');
  });
});

describe('firings', () => {
  it('[S6] begin an instance when they are due, and the next one is computed from that moment', () => {
    const life = hourly().when('start');
    expect(life.tick(0.5).fired).toBe('');
    expect(life.tick(0.5).fired).toBe('05:00');
    expect(life.due).toBe('06:00');
    expect(life.answer).toMatchObject({ commands: [{ entries: ['c'], scheduler: 'c' }] });
  });

  it('[S6] end after so many runs', () => {
    const life = hourly({ maxRuns: 2 }).when('start').tick(1).tick(1);
    expect([life.fired, life.due]).toEqual(['06:00', 'never']);
  });

  it('[S6] end with validUntil, which is due still', () => {
    const life = hourly({ validUntil: '2026-01-31T06:00:00Z' }).when('start').tick(1);
    expect([life.fired, life.due]).toEqual(['05:00', '06:00']);
    expect([life.tick(1).fired, life.due]).toEqual(['06:00', 'never']);
    expect(life.tick(24).fired).toBe('');
    expect(life.when('holdSchedule', 'releaseSchedule', 'stop', 'start').due).toBe('never');
  });

  it('[S5] go on where a newer version is valid for longer', () => {
    const life = hourly({ validUntil: '2026-01-31T05:00:00Z' }).when('start').tick(3);
    life.graph = graphOf('c > a', { activities: { c: { type: 'scheduler', cron: '0 * * * *' } } });
    life.version = 2;
    expect([life.when('published').due, life.tick(1).fired]).toEqual(['08:00', '08:00']);
  });

  it('[S6] a disarmed schedule does not fire', () => {
    expect(hourly().when('start', 'stop').tick(5).fired).toBe('');
  });

  it('[S7] overlap skip: a firing while an instance is unfinished is skipped, with the reason', () => {
    const life = hourly().when('start').tick(1, 1);
    expect([life.fired, life.due]).toEqual(['05:00 skipped', '06:00']);
    expect(life.answer).toMatchObject({ firings: [{ reason: 'an instance of the workflow is unfinished' }] });
  });

  it('[S7] overlap allow: it begins another', () => {
    expect(hourly({}, { overlap: 'allow' }).when('start').tick(1, 3).fired).toBe('05:00');
  });

  it('[S7] overlap queue: the newest waits, and what it replaced is recorded', () => {
    const life = hourly({ overlap: 'queue' }).when('start').tick(1, 1);
    expect([life.fired, life.state.schedules[0]?.waiting]).toEqual(['', true]);
    expect(life.tick(2, 1).fired).toBe('');
    expect(life.tick(0.5, 0).fired).toBe('05:00 replaced, 06:00 replaced, 07:00');
    expect([life.due, life.state.schedules[0]?.waiting]).toEqual(['08:00', undefined]);
  });

  it("[S7] the scheduler's overlap goes before the workflow's", () => {
    expect(hourly({ overlap: 'skip' }, { overlap: 'allow' }).when('start').tick(1, 1).fired).toBe('05:00 skipped');
  });

  it('[S8] catchUp last: after downtime the last one is made up for, the others were missed', () => {
    const life = hourly().when('start').tick(3.5);
    expect([life.fired, life.due]).toEqual(['05:00 missed, 06:00 missed, 07:00', '08:00']);
  });

  it('[S8] catchUp last with a bound on the runs makes up for one moment and no more', () => {
    const life = hourly({ maxRuns: 2 }).when('start').tick(5.5);
    expect(life.fired).toBe('05:00 missed, 06:00 missed, 07:00 missed, 08:00 missed, 09:00');
    expect(life.tick(0).fired).toBe('');
  });

  it('[S8] catchUp all: each is made up for, one after another', () => {
    const life = hourly({ catchUp: 'all' }).when('start').tick(3.5);
    expect(life.fired).toBe('05:00');
    expect(life.tick(0, 1).fired).toBe('');
    expect(life.tick(0, 0).fired).toBe('06:00');
    expect(life.tick(0, 0).fired).toBe('07:00');
    expect(life.tick(0, 0).fired).toBe('');
  });

  it('[S8] catchUp none: what is older than a minute was missed', () => {
    const life = hourly({ catchUp: 'none' }).when('start').tick(2.5);
    expect(life.fired).toBe('05:00 missed, 06:00 missed');
    expect(life.tick(0.5).fired).toBe('07:00');
  });

  it('[S8] a month of missed seconds is caught up with quickly, and a thousand of them are recorded', () => {
    const life = hourly({ cron: '* * * * * *' }).when('start');
    const began = performance.now();
    life.tick(30 * 24);
    expect(life.answer).toMatchObject({ commands: [{ dueAtMs: life.nowMs }] });
    expect(life.answer?.status === 'advanced' && life.answer.firings.length).toBe(1_000);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('jitter', () => {
  const jittered = (fields: object = {}) => hourly({ jitter: '50m', ...fields });

  it('[S10] the firing begins later than it is due, and is recorded as due when it was', () => {
    const life = jittered().when('start');
    const [schedule] = life.state.schedules;
    const { dueAtMs = 0, beginsAtMs = 0 } = schedule ?? {};
    expect([timeOf(dueAtMs), beginsAtMs > dueAtMs, beginsAtMs < dueAtMs + (50 / 60) * hourMs]).toEqual([
      '05:00',
      true,
      true,
    ]);
    expect(life.tick((beginsAtMs - dawnMs - 1) / hourMs).fired).toBe('');
    expect(life.due).toBe('05:00');
    expect(life.tick(1 / hourMs).fired).toBe('05:00');
    expect(life.due).toBe('06:00');
  });

  it('[S10] a firing is put off by the same, however often it is computed', () => {
    const beginning = () =>
      jittered()
        .when('start', 'published')
        .state.schedules.map(({ beginsAtMs }) => beginsAtMs);
    expect(beginning()).toEqual(beginning());
  });

  it('[S10] an interval counts from when it was due', () => {
    const life = jittered({ cron: undefined, every: '1h' }).when('start').tick(1.9).tick(0.95);
    expect(life.state.schedules[0]?.lastDueAtMs).toBe(dawnMs + 2 * hourMs);
  });

  it('[S10] a firing that is put off when the workflow is paused is recorded', () => {
    const life = jittered().when('start').tick(1).when('pause');
    expect(life.fired).toBe('05:00 skipped');
  });

  it('[S10] only what is later than it was put off was missed', () => {
    const life = jittered({ catchUp: 'none' }).when('start');
    const [schedule] = life.state.schedules;
    expect(life.tick(((schedule?.beginsAtMs ?? 0) - dawnMs) / hourMs).fired).toBe('05:00');
  });
});

describe('maxInstances', () => {
  const two = (fields: object = {}) => hourly({ overlap: 'allow', ...fields }, { maxInstances: 2 }).when('start');

  it('[S11] a firing waits while there are as many instances as there may be, and begins when one has ended', () => {
    const life = two();
    expect(life.tick(1, 1).fired).toBe('05:00');
    expect(life.tick(1, 2).fired).toBe('');
    expect(life.state.schedules).toMatchObject([{ waiting: true }]);
    expect(life.tick(0.5, 1).fired).toBe('06:00');
  });

  it('[S11] the newest takes the place of those that waited, and they are recorded', () => {
    const life = two().tick(1, 2).tick(1, 2);
    expect(life.tick(0.1, 1).fired).toBe('05:00 replaced, 06:00');
  });

  it('[S11] of two schedulers that are due together one waits, where there is room for one', () => {
    const both = { type: 'scheduler', cron: '0 * * * *', overlap: 'allow' };
    const life = new Life('c > a, d > a', { activities: { c: both, d: both }, definition: { maxInstances: 2 } });
    expect(life.when('start').tick(1, 1).fired).toBe('05:00');
    expect(life.state.schedules.map(({ waiting }) => waiting ?? false)).toEqual([false, true]);
  });

  it('[S11] where firings that overlap are skipped, they still are', () => {
    expect(two({ overlap: 'skip' }).tick(1, 2).fired).toBe('05:00 skipped');
  });
});
