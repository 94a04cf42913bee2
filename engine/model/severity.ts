import { z } from 'zod';

/** How much a workflow matters (semantics.md 10). */
export const severitySchema = z.enum(['normal', 'production', 'critical']);
export type Severity = z.infer<typeof severitySchema>;

/** The order in which busy workers take tasks: a higher rank goes first (semantics.md 10). */
export const severityRank: Readonly<Record<Severity, number>> = { normal: 0, production: 1, critical: 2 };
