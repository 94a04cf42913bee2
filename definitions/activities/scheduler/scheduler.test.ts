import { describe, expect, it } from 'vitest';
import { activityIdSchema } from '../../../engine/model/ids.ts';
import { definitionSchema } from '../../../engine/model/definition.ts';
import { schedulerKind } from './scheduler.kind.ts';

const nowhere = definitionSchema.parse({ name: 'nowhere', activities: {} });
const faults = (written: object) =>
  schedulerKind.problems?.(schedulerKind.schema.parse(written), nowhere).map(({ code, pointer }) => [code, pointer]);

describe('a scheduler', () => {
  it('fires by cron, by an interval or at a time', () => {
    expect(faults({ cron: '0 4 * * *' })).toEqual([]);
    expect(faults({ every: '15m' })).toEqual([]);
    expect(faults({ at: '2026-01-31T04:00:00Z' })).toEqual([]);
    expect(faults({ at: ['2026-01-31T04:00', '2026-02-28T04:00'] })).toEqual([]);
  });

  it('is a problem without a time, and with two', () => {
    expect(faults({})).toEqual([['schedule-invalid', '/cron']]);
    expect(faults({ cron: '0 4 * * *', every: '15m' })).toEqual([['schedule-invalid', '/every']]);
  });

  it('names every field that is wrong at once', () => {
    expect(faults({ cron: '99 4 * * *', validFrom: 'soon' })).toEqual([
      ['schedule-invalid', '/cron'],
      ['schedule-invalid', '/validFrom'],
    ]);
  });

  it('hands over only what is filled in', () => {
    const config = schedulerKind.schema.parse({ cron: '0 4 * * *', overlap: 'queue' });
    expect(schedulerKind.trigger?.(config, activityIdSchema.parse('nightly'))).toEqual({
      type: 'schedule',
      schedule: { cron: '0 4 * * *', overlap: 'queue', catchUp: 'last', gap: 'next', repeated: 'first' },
    });
  });

  it('says in words when it fires', () => {
    expect(schedulerKind.describe(schedulerKind.schema.parse({ cron: '0 4 * * *' }))).toBe('At 04:00');
    expect(schedulerKind.describe(schedulerKind.schema.parse({ every: '15m' }))).toBe('Every 15m');
  });
});
