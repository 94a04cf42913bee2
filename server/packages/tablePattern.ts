/** A pattern of a manifest as a regular expression: `*` stands for any letters, digits and `_`. */
export const patternOf = (pattern: string): RegExp => new RegExp(`^${pattern.replaceAll('*', '[A-Za-z0-9_]*')}$`);

/** The tables that stand and that patterns mean, in the order of the patterns. */
export const matchingTables = (patterns: readonly string[], standing: readonly string[]): readonly string[] =>
  patterns.flatMap((pattern) => standing.filter((table) => patternOf(pattern).test(table)).sort());
