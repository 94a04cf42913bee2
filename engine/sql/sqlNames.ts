import { sqlTokens } from './tokens.ts';

/** A placeholder of definition SQL: an inbound work table, or a declared table. */
export interface SqlPlaceholder {
  /** As written between the braces: `in`, `in.orders`, `t.log`. */
  readonly text: string;
  readonly type: 'in' | 'table';
  /** The activity or the table; absent for `{in}` alone. */
  readonly name: string | undefined;
  readonly at: number;
}

/** A placeholder that nobody gave a name for: the definition passed validation with other inbound transitions. */
export class SqlPlaceholderMissing extends Error {
  override readonly name = 'SqlPlaceholderMissing';
  readonly placeholder: string;
  constructor(placeholder: string) {
    super(`Nothing stands for {${placeholder}}: no work table came in, or no table of that name is declared.`);
    this.placeholder = placeholder;
  }
}

/** The names of the parameters `:name`, each once, in the order of their first use. */
export function sqlParameters(text: string): readonly string[] {
  const parameters = sqlTokens(text).filter((token) => token.kind === 'parameter');
  return [...new Set(parameters.map((token) => token.value))];
}

/** The placeholders, each time that they occur. */
export function sqlPlaceholders(text: string): readonly SqlPlaceholder[] {
  return sqlTokens(text)
    .filter((token) => token.kind === 'placeholder')
    .map((token) => {
      const [type, name] = token.value.split('.');
      return { text: token.value, type: type === 't' ? 'table' : 'in', name, at: token.start };
    });
}

/**
 * Puts names in the place of placeholders. They are given quoted, by what stands between the braces.
 * @throws SqlPlaceholderMissing where one is not given.
 */
export function renderSql(text: string, quotedNames: Readonly<Record<string, string>>): string {
  const rendered = sqlTokens(text).map((token) => {
    if (token.kind !== 'placeholder') return token.text;
    const name = Object.hasOwn(quotedNames, token.value) ? quotedNames[token.value] : undefined;
    if (name === undefined) throw new SqlPlaceholderMissing(token.value);
    return name;
  });
  return rendered.join('');
}
