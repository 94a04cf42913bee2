import type { TFunction } from 'i18next';
import { z } from 'zod';
import type { Entry, Level } from '../../../engine/model/entry.ts';
import type { Formats } from '../../i18n/useFormats.ts';

const answerShape = z.object({ choice: z.string(), comment: z.string().default('') });

type Of<Type extends Entry['type']> = Extract<Entry, { type: Type }>;

/** A history entry as the journal shows it. */
export interface EntryLine {
  readonly level: Level;
  readonly text: string;
  /** Plumbing: shown only where everything is. */
  readonly technical?: boolean;
}

/** What wording needs: the texts and the formats of the operator. */
export interface Wording {
  readonly t: TFunction<['drawer', 'status']>;
  readonly formats: Formats;
}

type Words = { readonly [Type in Entry['type']]: (entry: Of<Type>, wording: Wording) => EntryLine };

const info = (text: string): EntryLine => ({ level: 'info', text });
const technical = (text: string): EntryLine => ({ level: 'info', text, technical: true });

const endedLine = (entry: Of<'taskEnded'>, { t, formats }: Wording): EntryLine => {
  const duration = formats.duration(entry.durationMs);
  switch (entry.status) {
    case 'done':
      if (entry.recordCount === undefined) return info(t('drawer:entry.taskDone', { duration }));
      return info(t('drawer:entry.taskDoneRows', { duration, rows: entry.recordCount }));
    case 'failed':
      return { level: 'error', text: t('drawer:entry.taskEndedFailed', { message: entry.failure?.message ?? '' }) };
    case 'cancelled':
      return { level: 'warning', text: t('drawer:entry.taskCancelled') };
    case 'skipped':
      return { level: 'warning', text: t('drawer:entry.taskSkipped', { reason: entry.reason ?? '' }) };
  }
};

const statusLine = (entry: Of<'statusChanged'>, { t }: Wording): EntryLine => {
  const what = t(`drawer:entry.status.${entry.status}`);
  const reason = entry.failure?.message ?? entry.reason;
  const text = reason === undefined ? what : t('drawer:entry.statusBecause', { what, reason });
  return { level: entry.status === 'failed' ? 'error' : 'info', text };
};

const waitingLine = ({ waitingFor }: Of<'taskWaiting'>, { t, formats }: Wording): EntryLine => {
  if (waitingFor.question) {
    const { group, operator = '' } = waitingFor.question;
    return info(t('drawer:entry.taskAsks', { of: group === undefined ? 'operator' : 'group', who: group ?? operator }));
  }
  if (waitingFor.signal) return info(t('drawer:entry.taskWaitingSignal', { signal: waitingFor.signal.name }));
  if (waitingFor.dueAtMs === undefined) return info(t('drawer:entry.taskWaiting'));
  return info(t('drawer:entry.taskWaitingUntil', { when: formats.instant(waitingFor.dueAtMs) }));
};

/** An answer to a question travels as a signal does, and is none to whoever reads. */
const receivedLine = ({ name, vars, answer }: Of<'signalReceived'>, { t }: Wording): EntryLine => {
  if (!answer) return info(t('drawer:entry.signalReceived', { name }));
  const { choice, comment } = answerShape.safeParse(vars['answer']).data ?? { choice: '', comment: '' };
  const what = t('drawer:entry.answered', { by: answer.by, choice });
  return info(comment === '' ? what : t('drawer:entry.statusBecause', { what, reason: comment }));
};

const keptLine = ({ name, answer }: Of<'signalKept'>, { t }: Wording): EntryLine =>
  info(answer ? t('drawer:entry.answerKept', { by: answer.by }) : t('drawer:entry.signalKept', { name }));

const causeLine = ({ cause }: Of<'pauseCauseAdded'>, { t }: Wording): EntryLine => {
  const who = t(`status:pauseCause.${cause.kind}`, { by: cause.by });
  const text = cause.reason === undefined ? who : t('drawer:entry.statusBecause', { what: who, reason: cause.reason });
  return { level: cause.kind === 'error' ? 'error' : 'warning', text };
};

const words: Words = {
  began: ({ firing, by, version }, { t }) =>
    info(t('drawer:entry.began', { reason: firing.reason, by: by?.replace(/^instance:/, '') ?? '', version })),
  statusChanged: statusLine,
  pauseCauseAdded: causeLine,
  pauseCausesRemoved: ({ by }, { t }) =>
    info(by === undefined ? t('drawer:entry.pauseCausesRemoved') : t('drawer:entry.pauseCausesRemovedBy', { by })),
  versionChanged: ({ version }, { t }) => info(t('drawer:entry.versionChanged', { version })),
  varsChanged: ({ by }, { t }) => info(t('drawer:entry.varsChanged', { by: by ?? '' })),
  executionChanged: ({ execution }, { t }) =>
    info(t('drawer:entry.executionChanged', { execution: execution ?? 'normal' })),
  eventCreated: ({ event }, { t }) =>
    technical(t('drawer:entry.eventCreated', { to: event.to, outlet: event.outlet, rows: event.recordCount ?? -1 })),
  eventDropped: ({ reason }, { t }) => technical(t('drawer:entry.eventDropped', { reason })),
  taskCreated: (_entry, { t }) => technical(t('drawer:entry.taskCreated')),
  taskReady: ({ reason }, { t }) => info(t('drawer:entry.taskReady', { reason })),
  taskHeld: (_entry, { t }) => info(t('drawer:entry.taskHeld')),
  taskStarted: ({ attempt }, { t }) =>
    info(attempt > 1 ? t('drawer:entry.taskStartedAgain', { attempt }) : t('drawer:entry.taskStarted')),
  taskProgressed: ({ progress }, { t }) =>
    technical(t('drawer:entry.taskProgressed', { rounds: progress.rounds, rows: progress.rows })),
  taskWaiting: waitingLine,
  taskRetrying: ({ failure, dueAtMs }, { t, formats }) => ({
    level: 'warning',
    text: t('drawer:entry.taskRetrying', { when: formats.instant(dueAtMs), message: failure.message }),
  }),
  // Each failed attempt has a line of its own in the journal; this entry only says that the task stands.
  taskFailed: ({ failure }, { t }) => ({
    level: 'error',
    text: t('drawer:entry.taskFailed', { message: failure.message }),
    technical: true,
  }),
  taskEnded: endedLine,
  taskLost: ({ deaths }, { t }) => ({ level: 'warning', text: t('drawer:entry.taskLost', { deaths }) }),
  signalKept: keptLine,
  signalReceived: receivedLine,
  childrenPlanned: ({ terms, total }, { t }) =>
    info(t('drawer:entry.childrenPlanned', { workflow: terms.workflow, count: total })),
  childrenAdded: ({ count }, { t }) => info(t('drawer:entry.childrenAdded', { count })),
  childBegun: ({ child }, { t }) => technical(t('drawer:entry.childBegun', { child })),
  childEnded: ({ child, status }, { t }) => ({
    level: status === 'finished' ? 'info' : 'error',
    text: t('drawer:entry.childEnded', { child, status }),
    technical: status === 'finished',
  }),
  journal: ({ level, text }) => ({ level, text }),
};

/**
 * Words an entry of a history for operators.
 * @returns its line
 */
export function lineOf(entry: Entry, wording: Wording): EntryLine {
  // The table has words for each type of entry, which the compiler cannot follow through the index.
  const wordIt = words[entry.type] as (entry: Entry, wording: Wording) => EntryLine;
  return wordIt(entry, wording);
}

/**
 * The activity that an entry is about.
 * @returns its id, or nothing where it is about the instance
 */
export function activityOf(entry: Entry): string | undefined {
  if ('activity' in entry) return entry.activity;
  if (entry.type === 'taskCreated') return entry.task.activity;
  return entry.type === 'eventCreated' ? entry.event.from : undefined;
}
