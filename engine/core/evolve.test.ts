import { describe, expect, it } from 'vitest';
import { entrySchema } from '../model/entry.ts';
import { replay } from './evolve.ts';
import {
  breaks,
  ends,
  givenInstance,
  goesOn,
  pauses,
  resumes,
  skips,
  starts,
  works,
} from '../../test/support/givenInstance.ts';

const eventful = () =>
  givenInstance('a > w, w > j, b > j, j > e, c', {
    activities: { w: { type: 'wait', for: '1h' }, e: { type: 'end', result: '1' } },
  }).and(works('a'), breaks('b'), pauses(), skips('b'), resumes, starts('c'));

describe('the history', () => {
  it('[D1] read from the start it rebuilds the instance', () => {
    const { shell } = eventful();
    expect(replay(shell.entries)).toEqual(shell.instance);
  });

  it('[D1] its entries are numbered without a gap', () => {
    const { shell } = eventful();
    expect(shell.entries.map(({ seq }) => seq)).toEqual(shell.entries.map((_, index) => index + 1));
  });

  it('[D1] its entries are what their schema says, and survive JSON', () => {
    const { shell } = eventful().and(ends('c'), goesOn());
    expect(shell.instance.status).toBe('finished');
    const back = shell.entries.map((entry) => entrySchema.parse(JSON.parse(JSON.stringify(entry))));
    expect(back).toEqual(shell.entries);
  });

  it('[D1] a gap in it is noticed', () => {
    const entries = eventful().shell.entries.filter(({ seq }) => seq !== 3);
    expect(() => replay(entries)).toThrow('gap');
  });

  it('[T1] a fact that the status of its task does not accept is noticed', () => {
    const { entries } = eventful().shell;
    const started = entries.find(({ type }) => type === 'taskStarted');
    const again = entries.flatMap((entry) => (entry === started ? [entry, entry] : [entry]));
    const numbered = again.map((entry, index) => ({ ...entry, seq: index + 1 }));
    expect(() => replay(numbered)).toThrow('does not accept "start"');
  });

  it('[D1] it begins with its beginning', () => {
    const { entries } = eventful().shell;
    expect(() => replay([])).toThrow('at least one');
    expect(() => replay(entries.slice(1))).toThrow('began');
    expect(() => replay([...entries, { ...entries[0]!, seq: entries.length + 1 }])).toThrow();
  });
});

describe('a step', () => {
  it('[D2] leaves the instance that it was given as it was', () => {
    const { shell } = eventful();
    for (const { before, advance } of shell.turns) {
      if (!before) continue;
      const seq = advance.status === 'advanced' ? (advance.entries[0]?.seq ?? before.seq + 1) : before.seq + 1;
      expect(replay(shell.entries.filter((entry) => entry.seq < seq))).toEqual(before);
    }
  });
});
