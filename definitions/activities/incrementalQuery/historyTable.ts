/** The column that tells when a key was given; definition SQL has no such name of its own. */
export const seenAt = 'wkf_seen_at';

/** As long as a name may be on PostgreSQL, less what an index of the table adds to it. */
const longest = 60;

/** FNV-1a, 32 bits: short, and the same in every release, which stored names must be. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36).padStart(7, '0');
}

/**
 * The table in which an activity of a workflow remembers what it gave: `wkfhisto_<workflow>_<activity>_<fingerprint>`.
 * In small letters, so that SQL may name it without quotes. The fingerprint tells apart what the names alone do not: `a_b`
 * and `c` from `a` and `b_c`, capitals from small letters, and names that are cut off.
 */
export function historyTable(workflow: string, activity: string): string {
  const mark = fingerprint(`${workflow}/${activity}`);
  const readable = `wkfhisto_${workflow}_${activity}`.toLowerCase();
  return `${readable.slice(0, longest - mark.length - 1)}_${mark}`;
}
