import { describe, expect, it } from 'vitest';
import { decideContext, type KindWorld } from '../../../test/support/kindRun.ts';
import { timeConstraintKind } from './timeConstraint.kind.ts';

const { behaviour, schema } = timeConstraintKind;
const at = (text: string): number => Date.parse(text);
/** The kind's world is at a Saturday, 04:00 UTC. */
const saturdayMs = at('2026-01-31T04:00:00Z');
const mornings = { windows: [{ days: ['saturday', 'sunday'], from: '08:00', to: '12:00' }] };

const listens = (written: object, world: KindWorld = {}) =>
  behaviour.does === 'listen' ? behaviour.listen(decideContext(schema.parse(written), world)).dueAtMs : undefined;
const looks = (written: object, world: KindWorld = {}) =>
  behaviour.does === 'listen' ? behaviour.onTimer?.(decideContext(schema.parse(written), world)) : undefined;

describe('a time constraint', () => {
  it('lets pass what comes within a window', () => {
    expect(listens({ windows: [{}] })).toBe(saturdayMs);
    expect(looks({ windows: [{}] })).toEqual({ outlets: [{ outlet: 'default' }] });
  });

  it('waits for the next window', () => {
    expect(listens(mornings)).toBe(at('2026-01-31T08:00:00Z'));
    expect(listens(mornings, { clockMs: at('2026-02-01T12:00:00Z') })).toBe(at('2026-02-07T08:00:00Z'));
  });

  it('waits for the window after that, where it missed one', () => {
    const missed = { clockMs: at('2026-01-31T13:00:00Z'), waitingFor: { dueAtMs: at('2026-01-31T08:00:00Z') } };
    expect(looks(mornings, missed)).toEqual({ outlets: [], goesOn: true, dueAtMs: at('2026-02-01T08:00:00Z') });
  });

  it('lets pass what an operator runs before its time', () => {
    expect(looks(mornings, { waitingFor: { dueAtMs: at('2026-01-31T08:00:00Z') } })).toEqual({
      outlets: [{ outlet: 'default' }],
    });
  });

  it('drops what comes outside, where it is told to, and says so', () => {
    expect(listens({ ...mornings, outside: 'drop' })).toBe(saturdayMs);
    expect(looks({ ...mornings, outside: 'drop' })).toMatchObject({
      outlets: [],
      journal: [{ code: 'outside-windows' }],
    });
  });

  it.each([
    { windows: [] },
    { windows: [{ from: '24:00' }] },
    { windows: [{ to: '8:00' }] },
    { windows: [{ days: [1] }] },
  ])('does not understand $windows', (written) => {
    expect(schema.safeParse(written).success).toBe(false);
  });

  it('shows its windows on its card', () => {
    expect(timeConstraintKind.describe(schema.parse({ windows: [{}, { from: '22:00', to: '06:00' }] }))).toBe(
      '00:00–24:00, 22:00–06:00',
    );
  });
});
