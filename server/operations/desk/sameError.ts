const replaced: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '…'],
  [/\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/g, '…'],
  [/\b[0-9a-f]{12,}\b/gi, '…'],
  [/[^\s@"'<>()]+@[^\s@"'<>()]+\.[a-z]{2,}/gi, '…'],
  [/\b\d+(?:[.,]\d+)*\b/g, '…'],
  [/\s+/g, ' '],
];

const longest = 500;

/**
 * What two messages of the same error have in common: ids, instants, addresses and numbers are left out; names of tables
 * and columns stay, also with digits in them.
 */
export const sameError = (message: string): string =>
  replaced
    .reduce((text, [pattern, by]) => text.replace(pattern, by), message.slice(0, 4 * longest))
    .trim()
    .slice(0, longest);
