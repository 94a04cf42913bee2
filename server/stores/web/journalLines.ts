import type { Knex } from 'knex';
import { z } from 'zod';
import type { Entry } from '../../../engine/model/entry.ts';
import type { PauseCauseKind } from '../../../engine/model/instance.ts';
import type { JournalLine } from '../../contract/instances.ts';
import { isoOf } from '../../operations/ports/clock.ts';
import type { JournalFilter } from '../../operations/ports/engineReader.ts';
import { jsonText } from './jsonText.ts';
import { containing, contains } from './paging.ts';

/** Plumbing, which the complete history has and the journal does not tell. */
const untold = ['eventCreated', 'eventDropped', 'taskCreated', 'taskProgressed', 'taskFailed', 'childBegun'] as const;
type Told = Exclude<Entry, { type: 'journal' | (typeof untold)[number] }>;
type Words = readonly [text: string, params?: JournalLine['params']];

const isTold = (entry: Entry): entry is Told => entry.type !== 'journal' && !untold.some((type) => type === entry.type);

const pauses: Readonly<Record<PauseCauseKind, string>> = {
  own: 'Paused',
  workflow: 'Paused with its workflow',
  parent: 'Paused with its parent',
  error: 'Paused for an error',
  quota: 'Paused for its quota of rows',
};
const answerSchema = z.object({ choice: z.string().optional(), comment: z.string().optional() });
const because = (what: string, reason: string | undefined): string =>
  reason === undefined ? what : `${what}: ${reason}`;
const by = ({ by: who }: Entry): string => (who === undefined ? '' : ` by ${who}`);
const given = (params: Readonly<Record<string, string | number | undefined>>): JournalLine['params'] =>
  Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

function waiting({ waitingFor: { question, signal, dueAtMs } }: Extract<Entry, { type: 'taskWaiting' }>): Words {
  const due = dueAtMs === undefined ? undefined : isoOf(dueAtMs);
  if (question) {
    const { group, operator } = question;
    return [`Asks ${group ?? operator ?? ''} and waits for an answer`, given({ group, operator, dueAt: due })];
  }
  if (signal) return [`Waits for the signal ${signal.name}`, given({ name: signal.name, key: signal.key, dueAt: due })];
  return due === undefined ? ['Waits'] : [`Waits until ${due}`, { dueAt: due }];
}

function ended(entry: Extract<Entry, { type: 'taskEnded' }>): Words {
  const { status, durationMs, recordCount, failure } = entry;
  const reason = failure?.message ?? entry.reason;
  const rows = recordCount === undefined ? '' : `, ${String(recordCount)} rows`;
  const text = status === 'done' ? `Done in ${String(durationMs)} ms${rows}` : because(`Task ${status}`, reason);
  return [text, given({ status, durationMs, recordCount, reason })];
}

function signalled(entry: Extract<Entry, { type: 'signalKept' | 'signalReceived' }>): Words {
  const { answer, name, vars } = entry;
  const kept = entry.type === 'signalKept' ? ', kept until it can go on' : '';
  if (!answer) return [`Signal ${name} received${kept}`, { name }];
  const { choice, comment } = answerSchema.safeParse(vars['answer']).data ?? {};
  const what = `${answer.by} answered${choice === undefined ? '' : ` ${choice}`}${kept}`;
  return [because(what, comment === '' ? undefined : comment), given({ by: answer.by, choice, comment })];
}

function onInstance(entry: Told): Words | undefined {
  switch (entry.type) {
    case 'began':
      return [`The instance began${by(entry)}`, { reason: entry.firing.reason, version: entry.version }];
    case 'statusChanged': {
      const reason = entry.failure?.message ?? entry.reason;
      return [because(`Instance ${entry.status}`, reason), given({ status: entry.status, reason })];
    }
    case 'pauseCauseAdded': {
      const { kind, by: who, reason } = entry.cause;
      const what = kind === 'error' || kind === 'quota' ? pauses[kind] : `${pauses[kind]} by ${who}`;
      return [because(what, reason), given({ kind, by: who, reason })];
    }
    case 'pauseCausesRemoved':
      return [`Resumed${by(entry)}`, { kinds: [...entry.kinds] }];
    case 'versionChanged':
      return [`Goes on with version ${String(entry.version)}`, { version: entry.version }];
    case 'varsChanged':
      return [`Variables changed${by(entry)}`, { names: Object.keys(entry.vars) }];
    case 'executionChanged':
      return [`Execution: ${entry.execution ?? 'normal'}`, { execution: entry.execution }];
    default:
      return undefined;
  }
}

function onTask(entry: Told): Words {
  switch (entry.type) {
    case 'taskReady':
      return [`Ready again: ${entry.reason}`, { reason: entry.reason }];
    case 'taskHeld':
      return ['Held: it waits for an operator'];
    case 'taskStarted':
      return [`Started, attempt ${String(entry.attempt)}`, { attempt: entry.attempt }];
    case 'taskWaiting':
      return waiting(entry);
    case 'taskRetrying':
      return [`Failed, tried again ${isoOf(entry.dueAtMs)}: ${entry.failure.message}`, { dueAt: isoOf(entry.dueAtMs) }];
    case 'taskEnded':
      return ended(entry);
    case 'taskLost':
      return ['Its worker was lost', { deaths: entry.deaths }];
    case 'signalKept':
    case 'signalReceived':
      return signalled(entry);
    case 'childrenPlanned':
      return [`Waits for ${String(entry.total)} instances of ${entry.terms.workflow}`, { total: entry.total }];
    case 'childrenAdded':
      return [`${String(entry.count)} items added by a signal`, { count: entry.count }];
    case 'childEnded':
      return [`${entry.child} ${entry.status}`, { child: entry.child, status: entry.status }];
    default:
      return [entry.type];
  }
}

/** A history entry in plain English, with what tells it in another language. */
export function lineOf(entry: Entry, about: Pick<JournalLine, 'level' | 'activity' | 'task'>): JournalLine {
  const line = { seq: entry.seq, at: isoOf(entry.atMs), type: entry.type, by: entry.by ?? null, ...about };
  if (entry.type === 'journal') {
    return { ...line, code: entry.code ?? null, text: entry.text, params: entry.params ?? {} };
  }
  const [text, params = {}] = isTold(entry) ? (onInstance(entry) ?? onTask(entry)) : [entry.type];
  return { ...line, code: null, text, params };
}

/** SQL for the level of a stored entry: lines of the journal have one, of the others it follows from what happened. */
function levelOf(knex: Knex): string {
  const status = jsonText(knex, 'entry', ['status']);
  return `(CASE
    WHEN type = 'journal' THEN level
    WHEN type IN ('statusChanged', 'taskEnded') AND ${status} = 'failed' THEN 'error'
    WHEN type = 'childEnded' AND ${status} <> 'finished' THEN 'error'
    WHEN type = 'pauseCauseAdded' AND ${jsonText(knex, 'entry', ['cause', 'kind'])} = 'error' THEN 'error'
    WHEN type = 'taskEnded' AND ${status} <> 'done' THEN 'warning'
    WHEN type IN ('pauseCauseAdded', 'taskRetrying', 'taskLost') THEN 'warning'
    ELSE 'info' END)`;
}

/** What the journals tell of all instances, each entry with its level; whoever reads them chooses among these. */
export function toldEntries(knex: Knex): Knex.QueryBuilder {
  return knex('sb_history')
    .select('instance', 'seq', 'at_ms', 'type', 'activity', 'task', 'entry', knex.raw(`${levelOf(knex)} AS level`))
    .whereNotIn('type', untold);
}

/** What the journal tells of an instance; a text is looked for in what definitions and the engine worded themselves. */
export function journalQuery(knex: Knex, instance: string, filter: JournalFilter): Knex.QueryBuilder {
  const query = knex.from(toldEntries(knex).where({ instance }).as('told'));
  for (const column of ['level', 'activity', 'task'] as const) {
    const wanted = filter[column];
    if (wanted !== undefined) void query.where(column, wanted);
  }
  if (filter.q !== undefined) {
    const text = contains(knex, jsonText(knex, 'entry', ['text']));
    void query.where('type', 'journal').whereRaw(text, [containing(filter.q)]);
  }
  return query;
}
