import Database from 'better-sqlite3';
import { join } from 'node:path';
import { z } from 'zod';

/** The two files of a server on SQLite, wherever they lie. */
export interface FilePair {
  readonly engineFile: string;
  readonly inboxFile: string;
}

/** The pair in a folder. */
export const pairIn = (folder: string): FilePair => ({
  engineFile: join(folder, 'signalbox.db'),
  inboxFile: join(folder, 'inbox.db'),
});

/** A copy that cannot be used: damaged, or of two files that do not fit together. */
export class UnusablePair extends Error {
  override readonly name = 'UnusablePair';
}

/** So many pages are copied a turn: enough to be quick, and the process can still be interrupted. */
const pagesATurn = 4_096;

/** Holds a file as it is now: what is written meanwhile does not show, and does not begin the copy anew. */
function openHeld(file: string): Database.Database {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
  database.exec('BEGIN');
  database.prepare('SELECT count(*) FROM sqlite_master').get();
  return database;
}

/**
 * Copies both files while a server writes them. The engine's file is held first: what it has taken over from the inbox
 * is then in the inbox's copy, and what the inbox has besides is taken over again after a restore.
 */
export async function copyPair(from: FilePair, to: FilePair): Promise<void> {
  const engine = openHeld(from.engineFile);
  try {
    const inbox = openHeld(from.inboxFile);
    try {
      await engine.backup(to.engineFile, { progress: () => pagesATurn });
      await inbox.backup(to.inboxFile, { progress: () => pagesATurn });
    } finally {
      inbox.close();
    }
  } finally {
    engine.close();
  }
}

/** Copies one file as it is now, while another process writes it. */
export async function copyFile(from: string, to: string): Promise<void> {
  const database = openHeld(from);
  try {
    await database.backup(to, { progress: () => pagesATurn });
  } finally {
    database.close();
  }
}

const positionsSchema = z.array(z.object({ source: z.string(), position: z.number() }));
const highestSchema = z.object({ highest: z.number().nullable() }).optional();

/** The highest number that a table has ever given out. */
export function lastGiven(database: Database.Database, table: string): number {
  const row: unknown = database.prepare('SELECT max(seq) AS highest FROM sqlite_sequence WHERE name = ?').get(table);
  return highestSchema.parse(row)?.highest ?? 0;
}

const inboxTables: Readonly<Record<string, string>> = { requests: 'sb_request', signals: 'sb_signal' };

function checkWhole(database: Database.Database): void {
  const answer: unknown = database.pragma('quick_check(1)', { simple: true });
  if (answer !== 'ok') throw new UnusablePair(`${database.name} is damaged: ${String(answer)}`);
}

/**
 * Sees that both files are whole and fit together: the engine has taken over nothing that the inbox does not have.
 * @throws UnusablePair
 */
export function checkPair({ engineFile, inboxFile }: FilePair): void {
  withPair({ engineFile, inboxFile }, (engine, inbox) => {
    checkWhole(engine);
    checkWhole(inbox);
    const rows: unknown[] = engine.prepare('SELECT source, position FROM sb_inbox_position').all();
    for (const { source, position } of positionsSchema.parse(rows)) {
      const table = inboxTables[source];
      if (table !== undefined && position > lastGiven(inbox, table))
        throw new UnusablePair(`${engineFile} is ahead of ${inboxFile}: they were not copied together.`);
    }
  });
}

/** Opens both files for a moment. */
export function withPair(
  { engineFile, inboxFile }: FilePair,
  work: (engine: Database.Database, inbox: Database.Database) => void,
): void {
  const engine = new Database(engineFile, { fileMustExist: true });
  try {
    const inbox = new Database(inboxFile, { fileMustExist: true });
    try {
      work(engine, inbox);
    } finally {
      inbox.close();
    }
  } finally {
    engine.close();
  }
}
