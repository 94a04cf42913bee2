/** The widgets that derived forms are built of; `group` holds fields of its own. */
export const widgets = [
  'text',
  'multiline',
  'number',
  'toggle',
  'choice',
  'duration',
  'cron',
  'timeZone',
  'instant',
  'expression',
  'template',
  'sql',
  'params',
  'tables',
  'branches',
  'outlets',
  'json',
  'glob',
  'strings',
  'group',
] as const;
export type Widget = (typeof widgets)[number];

/** A field of an activity, as the generated JSON Schema describes it: only what forms read is named here. */
export interface FieldSchema {
  readonly title?: string;
  readonly description?: string;
  readonly widget?: string;
  /** Values with their words (`choice`), or the values alone (`strings`). */
  readonly choices?: Readonly<Record<string, string>> | readonly string[];
  readonly multiline?: boolean;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema | boolean;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** The fields of a kind, in the order in which the form shows them. */
export interface FieldsSchema extends FieldSchema {
  readonly properties: Readonly<Record<string, FieldSchema>>;
}
