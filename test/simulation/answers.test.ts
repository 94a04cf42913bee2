import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulation } from '../../server/contract/simulations.ts';
import { simulationBenches, type SimulationBench } from './simulationBench.ts';

/** A line of activities, one after the other, with a start and an end around them. */
const line = (result: string, activities: Readonly<Record<string, object>>) => {
  const ids = ['begin', ...Object.keys(activities), 'done'];
  return {
    name: 'trying',
    activities: { begin: { type: 'start' }, ...activities, done: { type: 'end', result } },
    transitions: ids.slice(1).map((to, index) => ({ from: ids[index], to })),
  };
};

const invoice = {
  name: 'invoice',
  inputs: { type: 'object', required: ['order'], properties: { order: { type: 'integer' } } },
  activities: { begin: { type: 'start' }, done: { type: 'end', result: "{'paid': vars.sum, 'state': 'open'}" } },
  transitions: [{ from: 'begin', to: 'done' }],
};
const called = { called: [invoice] };

const single = line('vars.result', {
  bill: { type: 'subWorkflow', workflow: 'invoice', input: { order: '7' } },
});
const several = line('vars.results', {
  bill: { type: 'subWorkflow', workflow: 'invoice', forEach: '[4, 5, 6]', input: { order: 'item' }, concurrency: 2 },
});

const journalOf = ({ history }: Simulation, code: string): readonly string[] =>
  history.flatMap((entry) => (entry.type === 'journal' && entry.code === code ? [entry.text] : []));

describe.each(simulationBenches)('what answers in a simulation on %s', (database, open) => {
  let bench: SimulationBench;
  beforeAll(async () => {
    bench = await open();
  }, 60_000);
  afterAll(() => bench.close());

  it(`[X7] a child gives what was answered for it (${database})`, async () => {
    const told = await bench.run(single, { ...called, answers: { bill: { result: { paid: 12 } } } });
    expect(told).toMatchObject({ status: 'finished', result: { paid: 12 }, virtualMs: 0 });
    expect(journalOf(told, 'simulated-answer')).toEqual([
      'Simulated: "invoice" gave the result that was answered for "bill".',
    ]);
    for (const table of ['sb_instance', 'sb_history', 'sb_child'])
      expect(await bench.knex(table).select('*'), table).toEqual([]);
  });

  it(`[X7] a child that nobody answered for gives the shape of its end's result (${database})`, async () => {
    const silent = await bench.run(single, called);
    expect(silent).toMatchObject({ status: 'finished', result: { paid: null, state: 'open' } });
    expect(journalOf(silent, 'simulated-answer')).toEqual([
      'Simulated: "invoice" gave {"paid":null,"state":"open"}, because nothing was answered for "bill": its "result".',
    ]);
  });

  it(`[X7] children of many items answer by their items, with one line for all (${database})`, async () => {
    const told = await bench.run(several, { ...called, answers: { bill: { results: ['four', 'five'], result: '-' } } });
    expect(told).toMatchObject({ status: 'finished', result: ['four', 'five', '-'] });
    expect(told.history.filter(({ type }) => type === 'childEnded')).toHaveLength(3);
    expect(journalOf(told, 'simulated-answer')).toHaveLength(1);
  });

  it(`[X7] the inputs of a child are checked as those of a real one are (${database})`, async () => {
    const wrong = line('vars.result', {
      bill: { type: 'subWorkflow', workflow: 'invoice', input: { order: "'seven'" } },
    });
    const simulation = await bench.run(wrong, called);
    expect(simulation).toMatchObject({ status: 'paused', stoppedBecause: expect.stringContaining('do not fit') });
  });

  it(`[X7] a workflow that is not published yet answers too, with a warning (${database})`, async () => {
    const simulation = await bench.run(single, { answers: { bill: { result: 1 } } });
    expect(simulation).toMatchObject({ status: 'finished', result: 1 });
    expect(journalOf(simulation, 'simulated-answer')[0]).toContain('there is no published workflow "invoice"');
  });

  it(`[X7] a child for which null was answered does not end: the time passes (${database})`, async () => {
    const late = line('vars.result', {
      bill: { type: 'subWorkflow', workflow: 'invoice', input: { order: '7' }, timeout: '2h' },
    });
    const simulation = await bench.run(late, { ...called, answers: { bill: null } });
    expect(simulation).toMatchObject({ status: 'paused', virtualMs: 2 * 3_600_000 });
  });

  it(`[X7] where a signal adds items, what was answered adds the last ones (${database})`, async () => {
    const open = line('vars.results', {
      bill: { type: 'subWorkflow', workflow: 'invoice', more: 'orders', input: { order: 'item' } },
    });
    const told = await bench.run(open, { ...called, answers: { bill: { items: [1, 2], result: 'ok' } } });
    expect(told).toMatchObject({ status: 'finished', result: ['ok', 'ok'] });
    expect(await bench.run(open, called)).toMatchObject({ status: 'finished', result: [] });
  });

  const asking = line('vars.status', { ask: { type: 'http', url: 'https://api.example.com/' } });

  it(`[X8] what is not done sets the variables that were answered for it (${database})`, async () => {
    const told = await bench.run(asking, { answers: { ask: { status: 204, headers: {}, body: null } } });
    expect(told).toMatchObject({ status: 'finished', result: 204 });
    expect(told.described).toEqual([{ activity: 'ask', what: 'HTTP request: GET https://api.example.com/' }]);
    expect(journalOf(told, 'simulated-unset')).toEqual([]);
  });

  it(`[X8] else the journal says which variables nobody set (${database})`, async () => {
    const silent = await bench.run(asking);
    expect(silent.stoppedBecause).toContain('status');
    expect(journalOf(silent, 'simulated-unset')).toEqual([
      'Simulated: it was not done, and nobody set vars.status, vars.headers, vars.body. Give them in the answers for "ask".',
    ]);
  });

  it(`[X8] rows that were answered become the work table, and without them it has none (${database})`, async () => {
    const loading = line('vars.firstRow', {
      load: { type: 'loadFile', file: 'orders.csv', columns: { id: 'integer', name: 'text' } },
      sum: { type: 'query', sql: 'SELECT count(*) AS orders, max(name) AS last FROM {in}' },
    });
    const rows = [
      { id: 1, name: 'one' },
      { id: 2, name: 'two' },
    ];
    const told = await bench.run(loading, { answers: { load: { rows, file: 'orders.csv', rejected: 0 } } });
    expect(told).toMatchObject({ status: 'finished', result: { orders: 2, last: 'two' } });
    expect(await bench.run(loading)).toMatchObject({ status: 'finished', result: { orders: 0, last: null } });
  });

  it(`[X9] a simulation that takes too long tells how far it came, and that it was ended (${database})`, async () => {
    const endless = {
      name: 'endless',
      activities: { begin: { type: 'start' }, wait: { type: 'wait', for: '1h' }, again: { type: 'wait', for: '1h' } },
      transitions: [
        { from: 'begin', to: 'wait' },
        { from: 'wait', to: 'again' },
        { from: 'again', to: 'wait' },
      ],
    };
    let looks = 0;
    const simulation = await bench.run(endless, {}, () => (looks += 1) > 20);
    expect(simulation).toMatchObject({ status: 'running', stoppedBecause: 'It took longer than a simulation may.' });
    expect(simulation.virtualMs).toBeGreaterThan(3_600_000);
    expect(simulation.transitions.length).toBeGreaterThan(1);
  });
});
