/** Names that definition SQL may not speak, with what to do instead (semantics.md 6). */
export interface ForbiddenName {
  readonly message: string;
  readonly hint: string;
}

const engineHint = 'Use the kinds purgeHistory, workflowControl or dropTables for what belongs to the engine.';

/** Functions that reach files, other databases, sessions or settings, or run SQL that no parser saw. */
const functions: ReadonlySet<string> = new Set([
  ...['load_extension', 'readfile', 'writefile', 'fsdir', 'fts3_tokenizer'],
  ...['set_config', 'lo_import', 'lo_export', 'lo_put', 'pg_sleep', 'pg_sleep_for', 'pg_sleep_until'],
  ...['query_to_xml', 'query_to_xmlschema', 'query_to_xml_and_xmlschema', 'cursor_to_xml', 'table_to_xml'],
  ...['schema_to_xml', 'database_to_xml', 'ts_stat', 'ts_rewrite'],
]);

/** Tables that SQLite makes up from its own pages and programs, whatever is in the database. */
const madeUpTables: ReadonlySet<string> = new Set([
  ...['dbstat', 'bytecode', 'tables_used', 'fts3tokenize', 'fts4aux', 'fts5vocab', 'rtreecheck'],
]);

/** How large the database is may be known: billing reports it. */
const functionFamilies =
  /^(?:pragma_(?!page_(?:count|size)$)|dblink|pg_(?:read_|ls_|stat_file|file_|logical_|create_|drop_|switch_|terminate_|cancel_|reload_|rotate_|advisory_|try_advisory_|wal_|export_|promote|backup_|start_backup|stop_backup|replication_|notify))/;

const secretTables: ReadonlySet<string> = new Set([
  'pg_authid',
  'pg_shadow',
  'pg_user_mapping',
  'pg_user_mappings',
  'pg_hba_file_rules',
  'pg_file_settings',
]);

/** Judges a name, with or without quotes. */
export function forbiddenName(name: string): ForbiddenName | undefined {
  const lower = name.trim().toLowerCase();
  if (lower.startsWith('sb_')) return { message: `${name} is a table of the engine`, hint: engineHint };
  if (lower.startsWith('sqlite_') || madeUpTables.has(lower))
    return {
      message: `${name} is the database's own`,
      hint: 'Declare the tables that you need in "tables" and name them {t.name}.',
    };
  if (secretTables.has(lower)) return { message: `${name} holds secrets of the database`, hint: 'Leave it out.' };
  if (functions.has(lower) || functionFamilies.test(lower)) {
    return {
      message: `${name} reaches outside the data`,
      hint: 'Use an activity that is made for it: loadFile, http, wait or workflowControl.',
    };
  }
  return undefined;
}

/** Judges a text: SQLite takes 'sb_task' for a table where a table may stand. */
export function forbiddenText(text: string): ForbiddenName | undefined {
  const named =
    /(?:^|[^A-Za-z0-9_])(sb_[A-Za-z0-9_]*|sqlite_(?:master|schema|temp_\w+|sequence|stat\d|stmt|memstat|db\w+))/i.exec(
      text,
    )?.[1];
  if (named !== undefined) return forbiddenName(named);
  return madeUpTables.has(text.trim().toLowerCase()) ? forbiddenName(text) : undefined;
}
