const escaped = (text: string): string => text.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');

const isPattern = (name: string): boolean => /[*?]/.test(name);

/** A glob as an expression: `*` stands for any characters, `?` for one. */
function globExpression(glob: string, flags = ''): RegExp {
  return new RegExp(`^${escaped(glob).replaceAll('*', '.*').replaceAll('?', '.')}$`, flags);
}

/** Tells which tables a pattern means. */
export function matcherOf(pattern: string): (table: string) => boolean {
  const expression = globExpression(pattern);
  return (table) => expression.test(table);
}

type Telling = (table: string) => boolean;

function namedBy(names: readonly string[], { ignoreCase }: { readonly ignoreCase: boolean }): Telling {
  const written = (name: string) => (ignoreCase ? name.toLowerCase() : name);
  const exact = new Set(names.filter((name) => !isPattern(name)).map(written));
  const globs = names.filter(isPattern).map((name) => globExpression(name, ignoreCase ? 'i' : ''));
  return (table) => exact.has(written(table)) || globs.some((glob) => glob.test(table));
}

/** Tells which tables stay. Letters count as equal in both cases: databases differ there, and what stays can go later. */
export const keeperOf = (names: readonly string[]): Telling => namedBy(names, { ignoreCase: true });

/** Tells which tables may go at all: those that are named exactly so. */
export const chooserOf = (names: readonly string[]): Telling => namedBy(names, { ignoreCase: false });
