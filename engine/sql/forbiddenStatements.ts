import type { ForbiddenName } from './forbiddenNames.ts';
import type { SqlToken } from './tokens.ts';

/** What a statement may begin with. */
const allowed: ReadonlySet<string> = new Set([
  ...['SELECT', 'WITH', 'VALUES', 'TABLE', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'MERGE', 'TRUNCATE'],
  ...['CREATE', 'ALTER', 'DROP', 'COMMENT', 'REFRESH', 'EXPLAIN', 'ANALYZE', 'ANALYSE'],
]);

/** What a statement may begin with besides, where it is not part of a transaction. */
const allowedOutside: ReadonlySet<string> = new Set([
  'VACUUM',
  'REINDEX',
  'CLUSTER',
  'SET',
  'RESET',
  'PRAGMA',
  'CHECKPOINT',
]);

const transactionControl: ReadonlySet<string> = new Set([
  'BEGIN',
  'COMMIT',
  'END',
  'ROLLBACK',
  'SAVEPOINT',
  'RELEASE',
  'START',
  'ABORT',
  'PREPARE',
]);

/** What may be created, altered and dropped: what holds data, nothing that runs code or gives rights. */
const objects: ReadonlySet<string> = new Set([
  'TABLE',
  'INDEX',
  'VIEW',
  'TRIGGER',
  'SEQUENCE',
  'MATERIALIZED',
  'STATISTICS',
  'TYPE',
  'COLUMN',
]);
const objectModifiers: ReadonlySet<string> = new Set([
  'OR',
  'REPLACE',
  'UNLOGGED',
  'UNIQUE',
  'RECURSIVE',
  'CONSTRAINT',
]);

const harmlessPragmas: ReadonlySet<string> = new Set([
  'OPTIMIZE',
  'WAL_CHECKPOINT',
  'INCREMENTAL_VACUUM',
  'ANALYSIS_LIMIT',
  'INTEGRITY_CHECK',
  'QUICK_CHECK',
  'FOREIGN_KEY_CHECK',
]);
const harmlessSettings: ReadonlySet<string> = new Set([
  'STATEMENT_TIMEOUT',
  'LOCK_TIMEOUT',
  'WORK_MEM',
  'MAINTENANCE_WORK_MEM',
]);

const outsideHint = 'Set "transaction": false where it is only what may be repeated, or leave it out.';

function beginning(first: string, transaction: boolean): ForbiddenName | undefined {
  if (transactionControl.has(first)) {
    return {
      message: `${first} controls the transaction, which is the step's`,
      hint: 'Leave it out: all statements commit together with the result of the task.',
    };
  }
  if (allowed.has(first)) return undefined;
  if (!allowedOutside.has(first))
    return {
      message: `${first} is no statement on data`,
      hint: 'Use SELECT, INSERT, UPDATE, DELETE, or CREATE, ALTER and DROP of tables and indexes.',
    };
  return transaction ? { message: `${first} cannot be part of the step's transaction`, hint: outsideHint } : undefined;
}

/** A temporary table is the session's, which the next task of another workflow may get; its name hides a standing one. */
export const temporary: ForbiddenName = {
  message: 'what is temporary belongs to the session, and hides what bears its name',
  hint: 'Let a query give a work table, or create a table that the package declares.',
};

const makesTemporary = /(?:^| )(?:CREATE|INTO)(?: OR REPLACE)?(?: LOCAL| GLOBAL)?(?: RECURSIVE)? TEMP(?:ORARY)?(?: |$)/;

const optionTable = 'xtk_option';

/** The options stay the table that they are: its rows may be read and changed, nothing may be hung on it. */
export function optionTableFault([first]: readonly string[], tokens: readonly SqlToken[]): ForbiddenName | undefined {
  if (first === undefined || !['CREATE', 'ALTER', 'DROP', 'COMMENT'].includes(first)) return undefined;
  const names = tokens.some(
    ({ kind, value }) =>
      (kind === 'word' || kind === 'quoted' || kind === 'text') && value.trim().toLowerCase() === optionTable,
  );
  if (!names) return undefined;
  return {
    message: `${first} may not name ${optionTable}, the table of the options`,
    hint: 'Read and change its rows with SELECT, INSERT, UPDATE and DELETE.',
  };
}

function objectFault(words: readonly string[]): ForbiddenName | undefined {
  if (makesTemporary.test(words.join(' '))) return temporary;
  const [first = ''] = words;
  if (first !== 'CREATE' && first !== 'ALTER' && first !== 'DROP') return undefined;
  const object = words.slice(1).find((word) => !objectModifiers.has(word));
  if (object !== undefined && objects.has(object)) return undefined;
  return {
    message: `${words[0]} ${object ?? ''} is not for a workflow`,
    hint: 'A workflow may create, alter and drop tables, views, indexes, sequences and triggers.',
  };
}

function pragmaFault([name = '']: readonly string[]): ForbiddenName | undefined {
  if (harmlessPragmas.has(name)) return undefined;
  return {
    message: `PRAGMA ${name.toLowerCase()} changes how the database works`,
    hint: 'Only optimize, wal_checkpoint, incremental_vacuum and the checks are let through.',
  };
}

function settingFault([first = '', second = '']: readonly string[]): ForbiddenName | undefined {
  const setting = first === 'LOCAL' || first === 'SESSION' ? second : first;
  if (harmlessSettings.has(setting)) return undefined;
  return {
    message: `the setting ${setting.toLowerCase()} changes the session`,
    hint: 'Only statement_timeout, lock_timeout, work_mem and maintenance_work_mem are let through.',
  };
}

function outsideFault([first, ...rest]: readonly string[]): ForbiddenName | undefined {
  if (first === 'PRAGMA') return pragmaFault(rest);
  if (first === 'SET' || first === 'RESET') return settingFault(rest);
  return first === 'VACUUM' && rest.includes('INTO')
    ? { message: 'VACUUM INTO writes a file', hint: 'Leave INTO out.' }
    : undefined;
}

/** Judges a statement by its words, in capitals. */
export function forbiddenStatement(words: readonly string[], transaction: boolean): ForbiddenName | undefined {
  const [first = ''] = words;
  const found = beginning(first, transaction) ?? objectFault(words);
  if (found) return found;
  // INSERT OR ROLLBACK, ON CONFLICT ROLLBACK and RAISE(ROLLBACK) end the transaction from within.
  if (words.includes('ROLLBACK'))
    return {
      message: "ROLLBACK ends the transaction, which is the step's",
      hint: 'Use ABORT, FAIL, IGNORE or REPLACE.',
    };
  if (transaction && words.includes('CONCURRENTLY'))
    return { message: "CONCURRENTLY cannot be part of the step's transaction", hint: outsideHint };
  return outsideFault(words);
}
