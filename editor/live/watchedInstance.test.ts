import { describe, expect, test } from 'vitest';
import type { Entry } from '../../engine/model/entry.ts';
import type { InstanceView } from '../../server/contract/instanceView.ts';
import { applyEntry } from '../../server/contract/instanceViewFold.ts';
import { absorbEntries, beginWatching } from './watchedInstance.ts';

const view: InstanceView = {
  instance: 'i1',
  workflow: 'cleanup',
  version: 1,
  severity: 'normal',
  status: 'running',
  pauseCauses: [],
  startedAtMs: 0,
  activities: {},
  transitions: {},
  tasks: {},
  seq: 3,
};
const line = (seq: number): Entry => ({ seq, atMs: seq, type: 'journal', level: 'info', text: `line ${seq}` });
const lines = (...seqs: number[]) => seqs.map(line);
const seqsOf = (entries: readonly Entry[]) => entries.map(({ seq }) => seq);

describe('a watched instance', () => {
  test('takes entries in that follow the snapshot', () => {
    const { watched, gap } = absorbEntries(beginWatching(view), lines(4, 5), applyEntry);
    expect([seqsOf(watched.entries), watched.view.seq, gap]).toEqual([[4, 5], 5, false]);
  });

  test('leaves out what it has: a batch that comes twice changes nothing', () => {
    const first = absorbEntries(beginWatching(view), lines(4, 5), applyEntry).watched;
    const second = absorbEntries(first, lines(3, 4, 5), applyEntry).watched;
    expect(second).toBe(first);
  });

  test('stops at a hole and says so, and goes on when the missing entries come', () => {
    const broken = absorbEntries(beginWatching(view), lines(4, 7, 8), applyEntry);
    expect([seqsOf(broken.watched.entries), broken.gap]).toEqual([[4], true]);
    const mended = absorbEntries(broken.watched, lines(5, 6, 7, 8), applyEntry);
    expect([seqsOf(mended.watched.entries), mended.gap]).toEqual([[4, 5, 6, 7, 8], false]);
  });

  test('a new snapshot begins the entries anew, since what lies between is not known', () => {
    const first = absorbEntries(beginWatching(view), lines(4), applyEntry).watched;
    expect(beginWatching({ ...view, seq: 9 }, first)).toMatchObject({ entries: [], firstSeq: 9 });
  });
});
