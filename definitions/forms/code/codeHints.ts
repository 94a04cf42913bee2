import type { NameHint, TableHint } from '../formEnvironment.tsx';

/** What is written in a code field. */
export type CodeLanguage = 'expression' | 'template' | 'sql' | 'json' | 'text';

/** What completion offers. */
export interface CodeHints {
  readonly variables: readonly NameHint[];
  readonly options: readonly string[];
  readonly activities: readonly NameHint[];
  readonly tables: readonly TableHint[];
  readonly inbound: readonly NameHint[];
  /** Names that `:name` may stand for, with their expressions. */
  readonly params: readonly NameHint[];
  /** Names that `{t.name}` may stand for, with their expressions. */
  readonly declaredTables: readonly NameHint[];
}

/** Nothing is offered. */
export const noHints: CodeHints = {
  variables: [],
  options: [],
  activities: [],
  tables: [],
  inbound: [],
  params: [],
  declaredTables: [],
};
