import { auditQuerySchema, type AuditQuery } from '../../../server/contract/audit.ts';

/**
 * Reads the filters that stand in the address; what is no filter there is left out.
 * @returns the filters, days as they were chosen
 */
export function auditFilterOf(params: URLSearchParams): Partial<AuditQuery> {
  const read = auditQuerySchema.safeParse(Object.fromEntries(params));
  return read.success ? read.data : {};
}

const isDay = (moment: string): boolean => moment.length === 10;

/** The midnight with which a day of the viewer begins, some days on. */
function midnight(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

/**
 * What the server is asked for: days are the viewer's, not those of UTC.
 * @returns the same filters, with instants instead of days
 */
export function askedFilter({ from, to, ...rest }: Partial<AuditQuery>): Partial<AuditQuery> {
  const first = from !== undefined && isDay(from) ? new Date(midnight(from, 0)).toISOString() : from;
  const last = to !== undefined && isDay(to) ? new Date(midnight(to, 1) - 1).toISOString() : to;
  return { ...rest, ...(first !== undefined && { from: first }), ...(last !== undefined && { to: last }) };
}
