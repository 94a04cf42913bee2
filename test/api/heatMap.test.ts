import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heatCellContentSchema, heatMapSchema, type HeatCell } from '../../server/contract/heatMap.ts';
import { spansSql } from '../../server/stores/web/heatMapReads.ts';
import { signIn, type ApiClient } from '../support/apiClient.ts';
import { chosenDatabase } from '../support/webTables.ts';
import { startWeb, type TestWeb } from './support/startWeb.ts';

const minuteMs = 60_000;
const at = (text: string): number => Date.parse(`2026-01-${text}Z`);

interface Ran {
  readonly id: string;
  readonly workflow: string;
  readonly from: number;
  readonly to: number | null;
  readonly tasks?: readonly (readonly [activity: string, from: number, to: number | null])[];
}

/** What ran around 14 January, as workers leave it. */
const history: readonly Ran[] = [
  { id: 'short', workflow: 'load', from: at('14T10:01:00'), to: at('14T10:01:20') },
  {
    id: 'sent',
    workflow: 'send',
    from: at('14T10:03:00'),
    to: at('14T10:31:00'),
    tasks: [
      ['begin', at('14T10:03:00'), at('14T10:03:01')],
      ['go', at('14T10:03:01'), at('14T10:08:00')],
      ['done', at('14T10:31:00'), at('14T10:31:00')],
    ],
  },
  { id: 'sentAgain', workflow: 'send', from: at('14T10:04:00'), to: at('14T10:05:00') },
  // Over midnight, and from days before.
  { id: 'night', workflow: 'load', from: at('13T23:50:00'), to: at('14T00:02:00') },
  { id: 'days', workflow: 'wait', from: at('11T12:00:00'), to: at('14T02:00:00') },
  { id: 'through', workflow: 'through', from: at('12T12:00:00'), to: at('16T02:00:00') },
  // Neither touches the day.
  { id: 'before', workflow: 'other', from: at('13T09:00:00'), to: at('13T23:59:59') },
  { id: 'after', workflow: 'other', from: at('15T00:00:00'), to: at('15T00:10:00') },
  { id: 'live', workflow: 'lives', from: at('14T23:00:00'), to: null },
];

const row = ({ id, workflow, from, to }: Ran) => ({
  ...{ id, workflow, version: 1, status: to === null ? 'running' : 'finished', severity: 'normal' },
  ...{ severity_rank: 0, started_by: 'admin', started_at_ms: from, ended_at_ms: to, seq: 1, state: '{}' },
});

const taskRows = ({ id, tasks = [] }: Ran) =>
  tasks.map(([activity, from, to], number) => ({
    ...{ id: `${id}-${number}`, instance: id, number, activity, status: 'done', attempt: 1 },
    ...{ created_at_ms: from, started_at_ms: from, ended_at_ms: to },
  }));

const definition = (name: string, category: string) => ({
  name,
  category,
  activities: { begin: { type: 'start' }, go: { type: 'signal' }, done: { type: 'end' } },
  transitions: [
    { from: 'begin', to: 'go' },
    { from: 'go', to: 'done' },
  ],
});

describe('the heat map of a day', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb({ worker: false });
    admin = await signIn(web.url);
    await admin.post('/api/workflows', definition('send', 'campaign'));
    await admin.post('/api/workflows', definition('load', 'technical'));
    await web.engine('sb_instance').insert(history.map(row));
    await web.engine('sb_task').insert(history.flatMap(taskRows));
  }, 60_000);
  afterAll(() => web.close());

  const map = async (query: string) => heatMapSchema.parse((await admin.get(`/api/heatmap?${query}`)).body);
  const content = async (query: string) =>
    heatCellContentSchema.parse((await admin.get(`/api/heatmap/cell?${query}`)).body);
  const cellAt = (cells: readonly HeatCell[], time: string): number | undefined =>
    cells.find(({ startsAt }) => startsAt === new Date(at(time)).toISOString())?.workflows;
  const counts = async (query: string, ...times: readonly string[]) => {
    const cells = (await map(`day=2026-01-14&${query}`)).rows.flatMap((hour) => hour.cells);
    return times.map((time) => cellAt(cells, time));
  };

  it('counts the workflows that ran together, whenever they began and ended', async () => {
    const { rows, most, change, timeZone } = await map('day=2026-01-14');
    expect([rows.length, most, change, timeZone]).toEqual([24, 3, null, 'UTC']);
    expect(rows.every(({ cells }) => cells.length === 12)).toBe(true);
    expect(await counts('', '14T00:00:00', '14T00:05:00', '14T02:00:00', '14T02:05:00')).toEqual([3, 2, 2, 1]);
    expect(await counts('', '14T10:00:00', '14T10:05:00', '14T10:30:00', '14T10:35:00')).toEqual([3, 2, 2, 1]);
    expect(await counts('', '14T22:55:00', '14T23:00:00', '14T23:55:00')).toEqual([1, 2, 2]);
    const ten = rows[10]?.cells[0];
    expect([ten?.workflows, ten?.runs]).toEqual([3, 4]);
  });

  it('is one of the days of the zone that is asked for', async () => {
    const { rows, from } = await map('day=2026-01-14&zone=Asia/Kathmandu');
    expect(from).toBe('2026-01-13T18:15:00.000Z');
    const cells = rows.flatMap((hour) => hour.cells);
    expect([cellAt(cells, '13T23:55:00'), cellAt(cells, '14T10:00:00')]).toEqual([4, 3]);
    const spring = await map('day=2025-03-30&zone=Europe/Paris');
    expect([spring.rows.length, spring.change?.byMinutes]).toEqual([23, 60]);
    expect((await map('day=2025-10-26&zone=Europe/Paris')).rows).toHaveLength(25);
  });

  it('shows what is wanted: by workflow, category, kind and how long it took', async () => {
    const times = ['14T10:00:00', '14T10:05:00', '14T10:10:00', '14T10:30:00'] as const;
    expect(await counts('workflow=send', ...times)).toEqual([1, 1, 1, 1]);
    expect(await counts('category=technical', ...times)).toEqual([1, 0, 0, 0]);
    expect(await counts('category=custom', ...times)).toEqual([0, 0, 0, 0]);
    expect(await counts('minDuration=1m', ...times)).toEqual([2, 2, 2, 2]);
    expect(await counts('minDuration=30m', ...times)).toEqual([1, 1, 1, 1]);
    // Only while an activity of the kind was at work.
    expect(await counts('kind=signal', ...times)).toEqual([1, 1, 0, 0]);
    expect(await counts('kind=end', ...times)).toEqual([0, 0, 0, 1]);
    expect(await counts('kind=end&workflow=load', ...times)).toEqual([0, 0, 0, 0]);
    expect(await counts('kind=none', ...times)).toEqual([0, 0, 0, 0]);
  });

  it('opens a cell: its workflows, their instances and what was at work of these', async () => {
    const opened = await content('at=2026-01-14T10:03:30Z');
    expect([opened.startsAt, opened.endsAt]).toEqual(['2026-01-14T10:00:00.000Z', '2026-01-14T10:05:00.000Z']);
    expect(opened.workflows).toEqual([
      { workflow: 'load', instances: 1 },
      { workflow: 'send', instances: 2 },
      { workflow: 'through', instances: 1 },
    ]);
    expect(opened.items.map(({ id }) => id)).toEqual(['short', 'sent', 'sentAgain', 'through']);
    const sent = opened.items.find(({ id }) => id === 'sent');
    expect(sent?.tasks.map(({ activity }) => activity)).toEqual(['begin', 'go']);
    expect(sent).toMatchObject({ endedAt: '2026-01-14T10:31:00.000Z', taskTotal: 2, status: 'finished' });
    const waiting = await content('at=2026-01-14T10:06:00Z&kind=signal');
    expect([waiting.total, waiting.items.map(({ id }) => id)]).toEqual([1, ['sent']]);
  });

  it('opens a cell page by page', async () => {
    const first = await content('at=2026-01-14T10:00:00Z&size=3');
    const second = await content('at=2026-01-14T10:00:00Z&size=3&page=2');
    expect([first.total, first.next, second.items.map(({ id }) => id)]).toEqual([4, 2, ['through']]);
    expect(second.workflows).toEqual(first.workflows);
  });

  it('counts what lives until now, and nothing of what is to come', async () => {
    const nowMs = Date.now();
    const beganMs = nowMs - 90 * minuteMs;
    const ran = { id: 'now', workflow: 'now', from: beganMs, to: null };
    await web.engine('sb_instance').insert(row(ran));
    const today = new Date(beganMs).toISOString().slice(0, 10);
    const [one, next] = [await map(`day=${today}&workflow=now`), await map('day=2999-01-01')];
    const filled = one.rows.flatMap(({ cells }) => cells).filter(({ workflows }) => workflows > 0);
    expect(Date.parse(filled[0]?.startsAt ?? '')).toBe(Math.floor(beganMs / 300_000) * 300_000);
    expect(filled.every(({ startsAt }) => Date.parse(startsAt) <= Date.parse(one.asOf))).toBe(true);
    expect(next.most).toBe(0);
    await web.engine('sb_instance').where({ id: 'now' }).delete();
  });

  it.each([
    ['of all', {}],
    ['of a workflow', { workflows: ['send'] }],
    ['of a kind', { workflows: ['send'], activities: [{ workflow: 'send', activity: 'go' }] }],
  ])('looks at nothing but what indexes find: %s', async (_what, wanted) => {
    const window = { fromMs: at('14T00:00:00'), untilMs: at('15T00:00:00'), nowMs: Date.now(), minMs: 60_000 };
    const { text, values } = spansSql({ ...window, ...wanted });
    const plan = await web.engine.transaction(async (trx) => {
      if (chosenDatabase() === 'sqlite') return JSON.stringify(await trx.raw(`EXPLAIN QUERY PLAN ${text}`, values));
      // Tables as small as these it would read as a whole.
      await trx.raw('SET LOCAL enable_seqscan = off');
      const { rows } = await trx.raw<{ readonly rows: readonly unknown[] }>(`EXPLAIN ${text}`, values);
      return JSON.stringify(rows);
    });
    expect(plan).toContain('sb_instance_long');
    expect(plan).not.toMatch(/Seq Scan|SCAN (sb_|t\b)/);
  });

  it('says all that is wrong with what is asked', async () => {
    const answer = await admin.get('/api/heatmap?day=tomorrow&zone=Nowhere&minDuration=long');
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/query/day', '/query/zone', '/query/minDuration']);
    expect((await admin.get('/api/heatmap/cell?at=noon')).status).toBe(422);
  });
});
