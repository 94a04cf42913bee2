import {
  mostAuditLines,
  type AuditEntry,
  type AuditFilter,
  type AuditFormat,
  type AuditLine,
  type AuditQuery,
  type AuditWords,
} from '../contract/audit.ts';
import { requireRight, type Actor } from './actor.ts';
import { audit } from './audit.ts';
import { rangeOf } from './paging.ts';
import type { Page } from './ports/inbox.ts';
import type { Resources } from './resources.ts';

const idAfter = (kind: string, subject: string): string | undefined =>
  subject.startsWith(`${kind}/`) ? subject.slice(kind.length + 1) : undefined;

/** Tells of each line which instance its subject is, or belongs to. */
async function withInstances({ engine }: Resources, lines: readonly AuditLine[]): Promise<readonly AuditEntry[]> {
  const tasks = lines.flatMap(({ subject }) => idAfter('task', subject) ?? []);
  const found = await engine.instancesOf([...new Set(tasks)]);
  const instanceOf = (subject: string): string | null =>
    idAfter('instance', subject) ?? found.get(idAfter('task', subject) ?? '') ?? null;
  return lines.map((line) => ({ ...line, instance: instanceOf(line.subject) }));
}

const columns = ['id', 'at', 'by', 'action', 'subject', 'before', 'after'] as const;

/** What a spreadsheet would execute is a text for it. */
function cell(value: string | number | null): string {
  const text = String(value ?? '');
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

const writers: Readonly<Record<AuditFormat, (lines: readonly AuditLine[]) => string>> = {
  csv: (lines) =>
    [columns.join(','), ...lines.map((line) => columns.map((name) => cell(line[name])).join(','))].join('\r\n'),
  jsonl: (lines) => lines.map((line) => JSON.stringify(line)).join('\n'),
};

const atOnce = 1_000;

/** The newest lines that fit, piece by piece, and that somebody took them with him. */
async function file(
  { inbox, clock }: Resources,
  actor: Actor,
  { format, ...filter }: AuditFilter & { format: AuditFormat },
): Promise<string> {
  const lines: AuditLine[] = [];
  for (;;) {
    const piece = await inbox.audit.before(filter, lines.at(-1)?.id, Math.min(atOnce, mostAuditLines - lines.length));
    lines.push(...piece);
    if (piece.length < atOnce || lines.length >= mostAuditLines) break;
  }
  const after = JSON.stringify({ format, ...filter, lines: lines.length });
  const deed = { action: 'audit fetch', subject: 'audit', after };
  await inbox.change((stores) => audit(stores, { by: actor.operator, atMs: clock.nowMs() }, deed));
  return `${writers[format](lines)}\n`;
}

/** The audit trail, for administrators. */
export const createAuditOperations = (resources: Resources) => ({
  list: async (actor: Actor, query: AuditQuery): Promise<Page<AuditEntry>> => {
    requireRight(actor, 'manageOperators');
    const { page, size, ...filter } = query;
    const { items, total } = await resources.inbox.audit.list(filter, rangeOf({ page, size }));
    return { items: await withInstances(resources, items), total };
  },
  words: async (actor: Actor): Promise<AuditWords> => {
    requireRight(actor, 'manageOperators');
    return resources.inbox.audit.words();
  },
  file: async (actor: Actor, asked: AuditFilter & { format: AuditFormat }): Promise<string> => {
    requireRight(actor, 'manageOperators');
    return file(resources, actor, asked);
  },
});
