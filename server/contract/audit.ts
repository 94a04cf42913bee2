import { z } from 'zod';
import { listOf, pageQuerySchema } from './lists.ts';

/** A line of the audit trail: what people did. */
export const auditLineSchema = z.object({
  id: z.int(),
  at: z.string(),
  by: z.string(),
  action: z.string(),
  /** What it was done to: `workflow/<name>`, `instance/<id>`, `task/<id>`, `operator/<name>` ... */
  subject: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type AuditLine = z.infer<typeof auditLineSchema>;

/** A line as it is read: with the instance that its subject is, or belongs to. */
export const auditEntrySchema = auditLineSchema.extend({ instance: z.string().nullable() });
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditListSchema = listOf(auditEntrySchema);

/** An instant, or a day of UTC. */
const momentSchema = z.union([z.iso.datetime({ offset: true }), z.iso.date()], {
  error: 'write 2026-01-31 or 2026-01-31T04:00:00Z',
});

/** What narrows the trail. */
export const auditFilterSchema = z.object({
  subject: z.string().max(1_000).optional(),
  by: z.string().max(200).optional(),
  action: z.string().max(200).optional(),
  from: momentSchema.optional(),
  /** A day counts as a whole. */
  to: momentSchema.optional(),
  /** Part of what a line says. */
  q: z.string().max(320).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** `GET /api/audit` */
export const auditQuerySchema = pageQuerySchema.extend(auditFilterSchema.shape);
export type AuditQuery = z.infer<typeof auditQuerySchema>;

/** `GET /api/audit/words`: by whom, and what, there are lines. */
export const auditWordsSchema = z.object({ by: z.array(z.string()), action: z.array(z.string()) });
export type AuditWords = z.infer<typeof auditWordsSchema>;

export const auditFormatSchema = z.enum(['csv', 'jsonl']);
export type AuditFormat = z.infer<typeof auditFormatSchema>;

/** `GET /api/audit/file` */
export const auditFileQuerySchema = auditFilterSchema.extend({ format: auditFormatSchema.default('csv') });

/** So many lines a file holds at most, the newest; who wants older ones says until when. */
export const mostAuditLines = 20_000;
