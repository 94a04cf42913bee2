import { describe, expect, test } from 'vitest';
import type { Entry } from '../../../engine/model/entry.ts';
import { activityIdSchema, taskIdSchema } from '../../../engine/model/ids.ts';
import type { EntryLine } from './entryLine.ts';
import { isShown, type JournalFilter } from './journalFilter.ts';

const all: JournalFilter = { depth: 'all', text: '', activities: [] };
const started: Entry = {
  seq: 1,
  atMs: 0,
  type: 'taskStarted',
  task: taskIdSchema.parse('i1.t1'),
  activity: activityIdSchema.parse('orders'),
  attempt: 1,
  nowMs: 0,
};
const worded = (line: Partial<EntryLine>) => ({
  entry: started,
  line: { level: 'info' as const, text: 'Started', ...line },
});

describe('the journal', () => {
  test('shows plumbing only where everything is shown', () => {
    expect(isShown(worded({ technical: true }), all)).toBe(true);
    expect(isShown(worded({ technical: true }), { ...all, depth: 'journal' })).toBe(false);
  });

  test('of a level shows that level and what is worse', () => {
    expect(isShown(worded({ level: 'error' }), { ...all, depth: 'warning' })).toBe(true);
    expect(isShown(worded({ level: 'warning' }), { ...all, depth: 'error' })).toBe(false);
  });

  test('of a selection shows what concerns the selected activities alone', () => {
    expect(isShown(worded({}), { ...all, activities: ['orders'] })).toBe(true);
    expect(isShown(worded({}), { ...all, activities: ['store'] })).toBe(false);
  });

  test('is searched by words and by activity, in any case', () => {
    expect(isShown(worded({}), { ...all, text: 'START' })).toBe(true);
    expect(isShown(worded({}), { ...all, text: 'orders' })).toBe(true);
    expect(isShown(worded({}), { ...all, text: 'nothing' })).toBe(false);
  });
});
