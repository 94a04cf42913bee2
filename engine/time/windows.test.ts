import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpenAt, nextOpening, weekdays, type TimeWindow } from './windows.ts';

const at = (text: string): number => Date.parse(text);
const office: TimeWindow = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  from: '08:00',
  to: '18:00',
};
const night: TimeWindow = { days: ['friday'], from: '22:00', to: '06:00' };
const opening = (window: TimeWindow, after: string, timeZone: string): string =>
  new Date(nextOpening([window], at(after), timeZone) ?? Number.NaN).toISOString();

describe('a window', () => {
  // 30 January 2026 is a Friday.
  it.each([
    ['from its first minute', office, '2026-01-30T07:00:00Z', true],
    ['not before', office, '2026-01-30T06:59:59.999Z', false],
    ['not at its end', office, '2026-01-30T17:00:00Z', false],
    ['not on other days', office, '2026-01-31T10:00:00Z', false],
    ['over midnight', night, '2026-01-31T04:59:00Z', true],
    ['over midnight of its day alone', night, '2026-01-30T04:59:00Z', false],
    ['until the end of the day', { days: [], from: '12:00', to: '24:00' }, '2026-01-30T22:59:00Z', true],
  ] as const)('is open by the clocks of its zone: %s', (_, window, instant, isOpen) => {
    expect(isOpenAt([window], at(instant), 'Europe/Paris')).toBe(isOpen);
  });

  it('opens next where it begins', () => {
    expect(opening(office, '2026-01-30T17:00:00Z', 'Europe/Paris')).toBe('2026-02-02T07:00:00.000Z');
    expect(opening(night, '2026-01-31T05:00:00Z', 'Europe/Paris')).toBe('2026-02-06T21:00:00.000Z');
  });

  it('opens where the clocks jump into it, or over its beginning', () => {
    const early = { days: [], from: '02:30', to: '04:00' } as const;
    // On 29 March 2026 the clocks of Paris go from 02:00 to 03:00, on 25 October from 03:00 to 02:00.
    expect(opening(early, '2026-03-29T00:00:00Z', 'Europe/Paris')).toBe('2026-03-29T01:00:00.000Z');
    expect(opening({ ...early, to: '02:45' }, '2026-10-25T00:50:00Z', 'Europe/Paris')).toBe('2026-10-25T01:30:00.000Z');
    expect(opening({ ...early, from: '01:30', to: '02:15' }, '2026-10-25T00:30:00Z', 'Europe/Paris')).toBe(
      '2026-10-25T01:00:00.000Z',
    );
  });

  it('that has only a day which the clocks leave out opens the week after', () => {
    const friday = { days: ['friday'], from: '00:00', to: '24:00' } as const;
    expect(opening(friday, '2011-12-29T12:00:00Z', 'Pacific/Apia')).toBe('2012-01-05T10:00:00.000Z');
  });
});

const time = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'));
const windows = fc.array(fc.record({ days: fc.subarray([...weekdays]), from: time, to: time }), {
  minLength: 1,
  maxLength: 3,
});
/** Around the changes of clocks, where it is hard. */
const instants = fc
  .tuple(
    fc.constantFrom('2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z', '2026-04-04T12:00:00Z', '2026-07-01T00:00:00Z'),
    fc.integer({ min: -3_000, max: 1_000 }),
  )
  .map(([day, minutes]) => at(day) + minutes * 60_000);

// Caught: candidatesOn without the change of the clocks, and without the day before.
it('the next opening is the first minute at which a look at the clock finds a window open', () => {
  fc.assert(
    fc.property(
      windows,
      instants,
      fc.constantFrom('Europe/Paris', 'Australia/Lord_Howe', 'America/St_Johns', 'UTC'),
      (drawn, afterMs, timeZone) => {
        fc.pre(!isOpenAt(drawn, afterMs, timeZone));
        let minute = afterMs + 60_000;
        while (!isOpenAt(drawn, minute, timeZone)) minute += 60_000;
        expect(nextOpening(drawn, afterMs, timeZone)).toBe(minute);
      },
    ),
    { numRuns: 60 },
  );
});
