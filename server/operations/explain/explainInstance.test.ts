import { describe, expect, it } from 'vitest';
import { instanceSchema, type Instance } from '../../../engine/model/instance.ts';
import { taskSchema, type Task } from '../../../engine/model/task.ts';
import { causeCodeSchema, type Cause } from '../../contract/explanation.ts';
import { explainInstance, type InstanceFacts } from './explainInstance.ts';
import { explainWorkflow, type WorkflowFacts } from './explainWorkflow.ts';

const nowMs = Date.parse('2026-05-01T12:00:00.000Z');
const minute = 60_000;
const ago = (minutes: number): number => nowMs - minutes * minute;

const taskOf = (status: Task['status'], more: object = {}): Task =>
  taskSchema.parse({
    id: 'i1.t1',
    activity: 'work',
    status,
    vars: {},
    rounds: {},
    workTables: {},
    createdAtMs: ago(5),
    startedAtMs: ago(4),
    attempt: 1,
    deaths: 0,
    ...more,
  });

const instanceOf = (more: object = {}, tasks: readonly Task[] = []): Instance =>
  instanceSchema.parse({
    id: 'i1',
    workflow: 'nightly',
    version: 1,
    severity: 'normal',
    status: 'running',
    pauseCauses: [],
    firing: { reason: 'request', dueAtMs: ago(6), startedAtMs: ago(6) },
    inputs: {},
    vars: {},
    tasks: Object.fromEntries(tasks.map((task) => [task.id, task])),
    events: {},
    executions: {},
    startedAtMs: ago(6),
    lastNumber: 1,
    seq: 1,
    ...more,
  });

const explain = (instance: Instance, more: Partial<InstanceFacts> = {}) =>
  explainInstance({ instance, worker: 'alive', nowMs, mutexGroup: () => undefined, ...more });

const failure = { cause: 'data', message: 'no such table: orders', hint: 'Make it.' };
const paused = (kind: string, more: object = {}) =>
  instanceOf({ status: 'paused', pauseCauses: [{ kind, by: 'ann', sinceMs: ago(3), ...more }] });
const waiting = (waitingFor: object) => instanceOf({}, [taskOf('waiting', { waitingFor })]);
const children = (more: object) => ({
  children: {
    terms: { workflow: 'region', concurrency: 2 },
    version: 1,
    total: 3,
    next: 2,
    again: [],
    live: {},
    results: [],
    bytes: 0,
    ...more,
  },
});
const event = { id: 'i1.e2', task: 'i1.t1', from: 'work', outlet: 'default', to: 'both', vars: {}, rounds: {} };

/** Each cause: the situation, its sentence, and what clears it. */
const situations: readonly (readonly [
  Cause['code'],
  { readonly instance: Instance; readonly more?: Partial<InstanceFacts> },
  string,
  Cause['clearing'],
])[] = [
  ['finished', { instance: instanceOf({ status: 'finished', endedAtMs: ago(1) }) }, 'It has finished.', null],
  [
    'stopped',
    { instance: instanceOf({ status: 'stopped', endedAtMs: ago(1) }) },
    'It was stopped.',
    { does: 'restart', instance: 'i1' },
  ],
  [
    'failed',
    { instance: instanceOf({ status: 'failed', endedAtMs: ago(1), failure }) },
    'It failed: no such table: orders.',
    { does: 'restart', instance: 'i1' },
  ],
  [
    'worker-gone',
    { instance: instanceOf({}, [taskOf('pending')]), more: { worker: 'gone' } },
    'No worker is running: nothing goes on until one is back. What was asked is kept.',
    { does: 'startWorker' },
  ],
  [
    'worker-busy',
    { instance: instanceOf({}, [taskOf('pending')]), more: { worker: 'busy' } },
    'The worker executes a long statement, and takes up the rest after it.',
    null,
  ],
  [
    'stopping',
    { instance: instanceOf({ status: 'stopping' }, [taskOf('running')]), more: { statusSinceMs: ago(1) } },
    'It is being stopped: 1 task in flight is cancelled at the source.',
    { does: 'kill', instance: 'i1' },
  ],
  [
    'draining',
    { instance: instanceOf({ status: 'pausing' }, [taskOf('running')]), more: { statusSinceMs: ago(1) } },
    'It will be paused when 1 task in flight has ended.',
    null,
  ],
  [
    'paused',
    { instance: paused('own', { reason: 'the mail server is moved', untilMs: nowMs + minute }) },
    'It is paused by ann: the mail server is moved.',
    { does: 'resume', instance: 'i1' },
  ],
  [
    'paused-by-workflow',
    { instance: paused('workflow') },
    'Its workflow is paused by ann.',
    { does: 'resumeWorkflow', workflow: 'nightly' },
  ],
  [
    'paused-by-parent',
    {
      instance: instanceOf({
        status: 'paused',
        parent: { instance: 'i0', task: 'i0.t1', item: 0, depth: 1 },
        pauseCauses: [{ kind: 'parent', by: 'ann', sinceMs: ago(3) }],
      }),
    },
    'The instance that began it is paused.',
    { does: 'open', instance: 'i0' },
  ],
  [
    'paused-by-error',
    { instance: paused('error', { reason: '"work" failed' }) },
    'It is paused because of an error: "work" failed.',
    { does: 'resume', instance: 'i1' },
  ],
  [
    'paused-by-quota',
    { instance: paused('quota') },
    'It is paused because it has used up what it may keep.',
    { does: 'resume', instance: 'i1' },
  ],
  [
    'task-failed',
    { instance: instanceOf({}, [taskOf('failed', { failure })]) },
    '"work" failed: no such table: orders. Make it.',
    { does: 'resume', instance: 'i1' },
  ],
  [
    'held',
    { instance: instanceOf({}, [taskOf('held')]) },
    '"work" is held: it goes on when somebody runs it.',
    { does: 'runNow', instance: 'i1', task: 'i1.t1' },
  ],
  [
    'due',
    { instance: waiting({ dueAtMs: nowMs + minute }) },
    '"work" waits until its time has come.',
    { does: 'runNow', instance: 'i1', task: 'i1.t1' },
  ],
  [
    'signal',
    { instance: waiting({ signal: { name: 'loaded', key: '7' } }) },
    '"work" waits for the signal "loaded" with the key "7".',
    { does: 'signal', name: 'loaded', key: '7', instance: 'i1' },
  ],
  [
    'question',
    {
      instance: waiting({
        signal: { name: '@approval', key: 'group/editors' },
        question: { group: 'editors', title: 'Send it?', message: '', choices: [], multiple: false },
      }),
    },
    '"work" waits for an answer of the group editors to "Send it?".',
    { does: 'answer', task: 'i1.t1' },
  ],
  [
    'children',
    { instance: instanceOf({}, [taskOf('waiting', children({ live: { '0': 'i2', '1': 'i3' } }))]) },
    '"work" waits for 2 instances of region (0 of 3 have given their result).',
    { does: 'open', instance: 'i2' },
  ],
  [
    'more-items',
    {
      instance: instanceOf({}, [
        taskOf('waiting', children({ open: true, terms: { workflow: 'region', concurrency: 2, more: 'further' } })),
      ]),
    },
    '"work" waits for further items: the signal "further" adds them, or closes the list.',
    { does: 'signal', name: 'further', key: null, instance: 'i1' },
  ],
  [
    'retry',
    { instance: instanceOf({}, [taskOf('retrying', { failure, waitingFor: { dueAtMs: nowMs + minute } })]) },
    'Attempt 1 at "work" failed: no such table: orders. It is tried again.',
    { does: 'runNow', instance: 'i1', task: 'i1.t1' },
  ],
  [
    'mutex',
    {
      instance: instanceOf({}, [taskOf('pending'), taskOf('waiting', { id: 'i1.t2', activity: 'other' })]),
      more: { mutexGroup: () => 'disk' },
    },
    '"work" waits for its turn: "other" of the mutex group "disk" is under way.',
    null,
  ],
  [
    'queued',
    { instance: instanceOf({}, [taskOf('pending')]) },
    '"work" is ready and waits until the worker has a place for it.',
    null,
  ],
  ['executing', { instance: instanceOf({}, [taskOf('running')]) }, '"work" is being executed.', null],
  [
    'join',
    { instance: instanceOf({ events: { 'i1.e2': event } }, [taskOf('running')]) },
    '"both" has 1 event and waits for branches that can still come.',
    null,
  ],
];

const started: WorkflowFacts = {
  name: 'nightly',
  worker: 'alive',
  status: 'started',
  version: 1,
  scheduleHeld: false,
  overlap: 'skip',
  isScheduled: true,
  nextFiring: { activity: 'at4', dueAtMs: nowMs + minute },
  signals: [],
};

/** Each cause of a workflow: the facts that differ, its sentence, and what clears it. */
const workflowSituations: readonly (readonly [Cause['code'], Partial<WorkflowFacts>, string, Cause['clearing']])[] = [
  [
    'not-published',
    { version: 0, status: 'draft' },
    'No version of it is published: what is drawn runs nowhere.',
    { does: 'publish', workflow: 'nightly' },
  ],
  [
    'not-started',
    { status: 'stopped' },
    'It is stopped: neither schedules nor signals begin an instance.',
    { does: 'startWorkflow', workflow: 'nightly' },
  ],
  [
    'workflow-paused',
    { status: 'paused' },
    'It is paused: neither schedules nor signals begin an instance.',
    { does: 'resumeWorkflow', workflow: 'nightly' },
  ],
  [
    'schedule-held',
    { scheduleHeld: true },
    'Its schedules are held: what is due is skipped until they are released.',
    { does: 'releaseSchedule', workflow: 'nightly' },
  ],
  [
    'unfinished',
    { unfinished: { id: 'i7', status: 'paused', startedAtMs: ago(9) } },
    'An instance of it is paused; what is due meanwhile is skipped.',
    { does: 'open', instance: 'i7' },
  ],
  [
    'firing-skipped',
    { lastSkipped: { dueAtMs: ago(9), reason: 'overlap' } },
    'Its last firing began nothing: overlap.',
    null,
  ],
  ['next-firing', {}, '"at4" begins an instance when it is due.', null],
  ['schedule-over', { nextFiring: undefined }, 'Its schedules are over: none of them is due any more.', null],
  [
    'entry-signal',
    { isScheduled: false, nextFiring: undefined, signals: ['loaded'] },
    'The signal "loaded" begins an instance.',
    { does: 'signal', name: 'loaded', key: null, instance: null },
  ],
  [
    'by-hand',
    { isScheduled: false, nextFiring: undefined },
    'Neither a schedule nor a signal begins it: somebody runs it, or another workflow does.',
    { does: 'begin', workflow: 'nightly' },
  ],
];

describe('the explanation of a workflow', () => {
  it.each(workflowSituations)('tells the cause "%s", and what clears it', (code, more, text, clearing) => {
    const found = explainWorkflow({ ...started, ...more }).causes.find((cause) => cause.code === code);
    expect(found).toMatchObject({ text, clearing });
  });

  it('tells nothing of schedules while it is not started', () => {
    const { causes } = explainWorkflow({ ...started, status: 'draft', scheduleHeld: true });
    expect(causes.map(({ code }) => code)).toEqual(['not-started']);
  });

  it('lets no unfinished instance be in the way where they may overlap', () => {
    const unfinished = { id: 'i7', status: 'running', startedAtMs: ago(9) };
    const { moves, causes } = explainWorkflow({ ...started, overlap: 'allow', unfinished });
    expect([moves, causes.map(({ code }) => code)]).toEqual([true, ['next-firing']]);
  });
});

describe('the explanation of an instance', () => {
  it.each(situations)('names the cause "%s", and what clears it', (code, { instance, more }, text, clearing) => {
    const found = explain(instance, more).causes.find((cause) => cause.code === code);
    expect(found).toMatchObject({ text, clearing });
  });

  it('knows a situation for every cause', () => {
    const known = [...situations.map(([code]) => code), ...workflowSituations.map(([code]) => code)];
    expect([...new Set(known)].sort()).toEqual([...causeCodeSchema.options].sort());
  });

  it('says who has paused it, since when and until when', () => {
    const [cause] = explain(paused('own', { untilMs: nowMs })).causes;
    const [since, until] = [ago(3), nowMs].map((ms) => new Date(ms).toISOString());
    expect(cause).toMatchObject({ by: 'ann', since, until });
  });

  it('tells the lack of a worker before all else, and that nothing moves then', () => {
    const instance = instanceOf({}, [taskOf('running')]);
    expect(explain(instance).moves).toBe(true);
    const { moves, causes } = explain(instance, { worker: 'gone' });
    expect([moves, causes[0]?.code]).toEqual([false, 'worker-gone']);
  });

  it('tells what a person can clear before what time clears', () => {
    const tasks = [
      taskOf('running'),
      taskOf('waiting', { id: 'i1.t2', waitingFor: { dueAtMs: nowMs } }),
      taskOf('held', { id: 'i1.t3' }),
    ];
    expect(explain(instanceOf({}, tasks)).causes.map(({ code }) => code)).toEqual(['held', 'due', 'executing']);
  });

  it('offers the unconditional stop only after ten seconds', () => {
    const stopping = instanceOf({ status: 'stopping' }, [taskOf('running')]);
    const clearing = (statusSinceMs: number) => explain(stopping, { statusSinceMs }).causes[0]?.clearing;
    expect(clearing(nowMs - 9_999)).toBeNull();
    expect(clearing(nowMs - 10_000)).toEqual({ does: 'kill', instance: 'i1' });
  });
});
