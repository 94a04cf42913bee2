import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulation } from '../../server/contract/simulations.ts';
import { simulationBenches, type SimulationBench } from './simulationBench.ts';

/** Two shops are written, read again after a day and told of, when a signal says so. */
const digest = {
  name: 'digest',
  activities: {
    begin: { type: 'start' },
    write: {
      type: 'sqlCode',
      script: "INSERT INTO xtk_option (name, data_type, value) VALUES ('one', 'text', 'a'), ('two', 'text', 'b')",
    },
    wait: { type: 'wait', for: '24h' },
    read: { type: 'query', sql: 'SELECT name, value FROM xtk_option ORDER BY name' },
    go: { type: 'signal', expirations: [{ after: '1h', outlet: 'late' }] },
    tell: {
      type: 'alert',
      group: 'workflowSupervisors',
      title: '{{ vars.recordCount }} options',
      message: 'Said by {{ vars.said }}.',
    },
    done: { type: 'end', result: 'vars.said' },
    late: { type: 'end', result: "'late'" },
  },
  transitions: [
    { from: 'begin', to: 'write' },
    { from: 'write', to: 'wait' },
    { from: 'wait', to: 'read' },
    { from: 'read', to: 'go' },
    { from: 'go', to: 'tell' },
    { from: 'go', outlet: 'late', to: 'late' },
    { from: 'tell', to: 'done' },
  ],
};

const failing = {
  name: 'failing',
  activities: {
    begin: { type: 'start' },
    half: {
      type: 'sqlCode',
      script:
        "INSERT INTO xtk_option (name, data_type, value) VALUES ('half', 'text', 'x'); INSERT INTO nowhere VALUES (1)",
    },
    look: { type: 'query', sql: "SELECT name FROM xtk_option WHERE name = 'half'" },
    done: { type: 'end', result: 'vars.recordCount' },
  },
  transitions: [
    { from: 'begin', to: 'half' },
    { from: 'half', outlet: 'error', to: 'look' },
    { from: 'look', to: 'done' },
  ],
};

const outside = {
  name: 'outside',
  activities: {
    begin: { type: 'start' },
    much: {
      type: 'sqlCode',
      label: 'Much',
      script: "INSERT INTO xtk_option (name, data_type, value) VALUES ('much', 'text', 'x')",
      transaction: false,
    },
    purge: { type: 'purgeHistory', what: 'audit', olderThan: '30' },
    done: { type: 'end' },
  },
  transitions: [
    { from: 'begin', to: 'much' },
    { from: 'much', to: 'purge' },
    { from: 'purge', to: 'done' },
  ],
};

const told = ({ transitions }: Simulation) =>
  transitions.map(({ from, outlet, to, events, rows }) => `${from}.${outlet} > ${to}: ${events} (${rows ?? '-'})`);

describe.each(simulationBenches)('a simulation on %s', (database, open) => {
  let bench: SimulationBench;
  beforeAll(async () => {
    bench = await open();
  }, 60_000);
  afterAll(() => bench.close());

  it(`[X1] sees what it wrote, and nothing of it is left (${database})`, async () => {
    const simulation = await bench.run(digest, { answers: { go: { said: 'ben' } } });
    expect(simulation).toMatchObject({ status: 'finished', simulated: true, stoppedBecause: null, result: 'ben' });
    expect(await bench.knex('xtk_option').pluck('name')).toEqual([]);
    for (const table of ['sb_instance', 'sb_history', 'sb_work_table', 'sb_work_rows', 'sb_mail'])
      expect(await bench.knex(table).select('*'), table).toEqual([]);
    expect(bench.left()).toEqual([]);
  });

  it(`[X1] sees what its workflow remembers, and what options say (${database})`, async () => {
    const state = { status: 'started', version: 1, schedule_held: false, consecutive_failures: 0 };
    await bench.knex('sb_workflow_state').insert({ workflow: 'remembering', ...state, vars: '{"last": 7}' });
    await bench.knex('xtk_option').insert({ name: 'Factor', data_type: 'number', value: '6' });
    const simulation = await bench.run({
      name: 'remembering',
      activities: { begin: { type: 'start' }, done: { type: 'end', result: "workflow.vars.last * option('Factor')" } },
      transitions: [{ from: 'begin', to: 'done' }],
    });
    await bench.knex('xtk_option').delete();
    expect(simulation).toMatchObject({ status: 'finished', result: 42 });
  });

  it(`[X2] tells the events and rows of each transition, with the first rows (${database})`, async () => {
    const simulation = await bench.run(digest, { answers: { go: { said: 'ben' } } });
    expect(told(simulation)).toContain('read.default > go: 1 (2)');
    expect(simulation.transitions.find(({ from }) => from === 'read')?.firstRows).toEqual([
      { name: 'one', value: 'a' },
      { name: 'two', value: 'b' },
    ]);
    expect(simulation.history.map(({ seq }) => seq)).toEqual(simulation.history.map((_, index) => index + 1));
  });

  it(`[X3] lets waits pass at once, and signals answer as told, or with their first choice (${database})`, async () => {
    const answered = await bench.run(digest, { answers: { go: { said: 'ben' } } });
    expect(answered.virtualMs).toBe(24 * 3_600_000);
    expect(answered.described).toEqual([
      { activity: 'tell', what: 'Tells workflowSupervisors: 2 options\nSaid by ben.' },
    ]);
    const notes = answered.history.filter((entry) => entry.type === 'journal' && entry.code === 'simulated-answer');
    expect(notes).toHaveLength(1);
    const silent = await bench.run(digest, { answers: { go: null } });
    expect(silent).toMatchObject({ status: 'finished', result: 'late', virtualMs: 25 * 3_600_000 });
  });

  it(`[F40] lets approvals be answered as told, or with their first choice (${database})`, async () => {
    const asking = {
      name: 'asking',
      activities: {
        begin: { type: 'start' },
        ask: {
          ...{ type: 'approval', group: 'legal', title: 'Pay?' },
          choices: [
            { outlet: 'yes', label: 'Yes' },
            { outlet: 'no', label: 'No' },
          ],
        },
        paid: { type: 'end', result: "'paid'" },
        kept: { type: 'end', result: "'kept: ' + vars.answer.comment" },
      },
      transitions: [
        { from: 'begin', to: 'ask' },
        { from: 'ask', outlet: 'yes', to: 'paid' },
        { from: 'ask', outlet: 'no', to: 'kept' },
      ],
    };
    expect(await bench.run(asking)).toMatchObject({ status: 'finished', result: 'paid' });
    const told = await bench.run(asking, { answers: { ask: { choice: 'no', comment: 'too dear' } } });
    expect(told).toMatchObject({ status: 'finished', result: 'kept: too dear' });
    expect(told.history.filter((entry) => entry.type === 'journal' && entry.code === 'simulated-answer')).toHaveLength(
      1,
    );
  });

  it(`[X4] takes a failed step back alone, and goes on from there (${database})`, async () => {
    const simulation = await bench.run(failing);
    expect(simulation).toMatchObject({ status: 'finished', result: 0 });
  });

  it(`[X5] describes what is not done in a transaction of the database (${database})`, async () => {
    const simulation = await bench.run(outside);
    expect(simulation.status).toBe('finished');
    expect(simulation.described.map(({ activity }) => activity)).toEqual(['much', 'purge']);
    expect(await bench.knex('xtk_option').pluck('name')).toEqual([]);
  });

  it(`[X6] tells why it went no further (${database})`, async () => {
    const paused = await bench.run({
      ...failing,
      transitions: [
        { from: 'begin', to: 'half' },
        { from: 'look', to: 'done' },
      ],
    });
    expect(paused).toMatchObject({ status: 'paused', stoppedBecause: expect.stringContaining('error') });
    const held = await bench.run({
      ...digest,
      activities: { ...digest.activities, wait: { type: 'wait', for: '24h', execution: 'hold' } },
    });
    expect(held.stoppedBecause).toBe('It waits for what a simulation does not give.');
  });
});
