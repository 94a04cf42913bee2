import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agendaSchema, scheduleListSchema } from '../../server/contract/agenda.ts';
import { startOperated, type Operated } from './support/operated.ts';
import { until } from '../support/until.ts';

const scheduled = (name: string, clock: object, more: object = {}) => ({
  name,
  label: { en: `The ${name}` },
  timeZone: 'Asia/Tokyo',
  activities: {
    clock: { type: 'scheduler', ...clock },
    go: { type: 'wait', for: '1d' },
  },
  transitions: [{ from: 'clock', to: 'go' }],
  ...more,
});

/** A moment that no clock of a test comes to. */
const far = { validFrom: '2100-01-01T00:00:00Z' };

describe('the schedules of all workflows', () => {
  let site: Operated;
  beforeAll(async () => {
    site = await startOperated();
    const drawn = [
      scheduled('nightly', { cron: '0 4 * * *', ...far }),
      scheduled('often', { cron: '*/5 * * * *', ...far }),
      scheduled('resting', { every: '1h' }),
      scheduled('ended', { every: '1h', maxRuns: 3, validFrom: '2001-01-01', validUntil: '2001-01-02' }),
    ];
    for (const definition of drawn) {
      const created = await site.admin.post('/api/workflows', definition);
      expect([definition.name, created.status, created.body]).toMatchObject([definition.name, 201, {}]);
    }
    for (const name of ['nightly', 'often', 'ended']) await ask(`/api/workflows/${name}/start`);
  }, 60_000);
  afterAll(() => site.close());

  const ask = async (path: string, body = {}): Promise<void> => {
    expect((await site.outcomeOf(await site.admin.post(path, body))).body).toMatchObject({ status: 'applied' });
  };
  const schedules = async (query = '') =>
    scheduleListSchema.parse((await site.admin.get(`/api/schedules?${query}`)).body);
  const one = async (workflow: string) => (await schedules(`workflow=${workflow}`)).items[0];
  const agenda = async (query: string) => agendaSchema.parse((await site.admin.get(`/api/agenda?${query}`)).body);

  it('are listed with when they fire next, or why they do not', async () => {
    expect(await one('nightly')).toMatchObject({
      ...{ activity: 'clock', label: { en: 'The nightly' }, rhythm: 'At 04:00', timeZone: 'Asia/Tokyo' },
      ...{ status: 'started', held: false, nextAt: '2100-01-01T19:00:00.000Z', causes: [{ code: 'next-firing' }] },
    });
    expect(await one('resting')).toMatchObject({ nextAt: null, causes: [{ code: 'not-started' }] });
    expect(await one('ended')).toMatchObject({ nextAt: null, causes: [{ code: 'schedule-over' }] });
    const names = async (query: string) => (await schedules(query)).items.map(({ workflow }) => workflow).sort();
    expect(await names('state=firing')).toEqual(['nightly', 'often']);
    expect(await names('state=resting')).toEqual(['ended', 'resting']);
    expect(await names('activity=none')).toEqual([]);
    const first = await schedules('size=3');
    expect([first.total, first.items.length, first.next]).toEqual([4, 3, 2]);
  });

  it('say who holds them and why, until they are released', async () => {
    await ask('/api/workflows/nightly/hold', { reason: 'the warehouse moves' });
    const held = await until('it is held', async () => {
      const found = await one('nightly');
      return found?.held === true ? found : undefined;
    });
    const text = expect.stringContaining('the warehouse moves') as unknown;
    expect(held).toMatchObject({ nextAt: null, causes: [{ code: 'schedule-held', by: 'admin', text }] });
    const days = async () => (await agenda('from=2100-01-01&days=2')).days.flatMap(({ entries }) => entries);
    expect((await days()).map(({ workflow }) => workflow)).not.toContain('nightly');
    await ask('/api/workflows/nightly/release');
    await until('it is released', async () => (await one('nightly'))?.nextAt ?? undefined);
    expect((await days()).map(({ workflow }) => workflow)).toContain('nightly');
  });

  it('say that what runs keeps them from firing', async () => {
    const instance = await site.begin('nightly');
    expect((await one('nightly'))?.causes).toMatchObject([
      { code: 'unfinished', clearing: { does: 'open', instance: instance.split('/').at(-1) } },
      { code: 'next-firing' },
    ]);
  });

  it('are told day by day, in the viewer’s zone, what is frequent in one line', async () => {
    const { days, timeZone } = await agenda('from=2100-01-02&days=2&zone=Europe/Paris');
    expect([timeZone, days.map(({ day }) => day)]).toEqual(['Europe/Paris', ['2100-01-02', '2100-01-03']]);
    expect(days[0]?.entries).toEqual([
      {
        ...{ workflow: 'often', activity: 'clock', count: 288, more: false },
        ...{ firstAt: '2100-01-01T23:00:00.000Z', lastAt: '2100-01-02T22:55:00.000Z' },
      },
      {
        ...{ workflow: 'nightly', activity: 'clock', count: 1, more: false },
        ...{ firstAt: '2100-01-02T19:00:00.000Z', lastAt: '2100-01-02T19:00:00.000Z' },
      },
    ]);
    const spring = await agenda('from=2026-03-28&days=3&zone=Europe/Paris');
    expect(spring.days.map(({ change }) => change?.byMinutes ?? 0)).toEqual([0, 60, 0]);
    expect((await agenda('')).days).toHaveLength(7);
  });

  it('have firings that began nothing listed alone', async () => {
    const rows = ['begun', 'skipped', 'missed'].map((status, index) => ({
      ...{ workflow: 'kept', activity: 'clock', due_at_ms: index, status, reason: null, instance: null },
    }));
    await site.web.engine('sb_firing').insert(rows);
    const listed = async (query: string) => {
      const { body } = await site.admin.get(`/api/firings?workflow=kept&${query}`);
      return (body as { items: { status: string }[] }).items.map(({ status }) => status);
    };
    expect(await listed('')).toEqual(['missed', 'skipped', 'begun']);
    expect(await listed('began=no')).toEqual(['missed', 'skipped']);
    expect(await listed('began=no&status=skipped')).toEqual(['skipped']);
  });

  it('are asked for in words that mean something', async () => {
    const answer = await site.admin.get('/api/agenda?from=soon&days=99&zone=Nowhere');
    const pointers = (answer.body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/query/from', '/query/days', '/query/zone']);
  });
});
