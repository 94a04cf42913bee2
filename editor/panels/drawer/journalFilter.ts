import type { Entry, Level } from '../../../engine/model/entry.ts';
import { activityOf, type EntryLine } from './entryLine.ts';

/** How much of the history the journal shows. */
export const journalDepths = ['all', 'journal', 'warning', 'error'] as const;
export type JournalDepth = (typeof journalDepths)[number];

/** What of the history is shown. */
export interface JournalFilter {
  readonly depth: JournalDepth;
  readonly text: string;
  /** Only of these activities; none: of all. */
  readonly activities: readonly string[];
}

/** An entry with its words. */
export interface WordedEntry {
  readonly entry: Entry;
  readonly line: EntryLine;
}

const weights: Readonly<Record<Level, number>> = { info: 0, warning: 1, error: 2 };

const isDeepEnough = ({ level, technical }: EntryLine, depth: JournalDepth): boolean => {
  if (depth === 'all') return true;
  if (technical === true) return false;
  return depth === 'journal' || weights[level] >= weights[depth];
};

/**
 * Whether the journal shows an entry.
 * @returns true where depth, selection and text all agree
 */
export function isShown({ entry, line }: WordedEntry, { depth, text, activities }: JournalFilter): boolean {
  if (!isDeepEnough(line, depth)) return false;
  const activity = activityOf(entry);
  if (activities.length > 0 && (activity === undefined || !activities.includes(activity))) return false;
  const wanted = text.trim().toLowerCase();
  return wanted === '' || `${activity ?? ''} ${line.text}`.toLowerCase().includes(wanted);
}
