import Database from 'better-sqlite3';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openDataFolder, StartRefused, type DataFolder } from '../../processes/dataFolder.ts';
import { readBackup } from './backupFolder.ts';
import { checkPair, copyPair, lastGiven, pairIn, UnusablePair, withPair, type FilePair } from './sqlitePair.ts';

/** What shall be restored where. */
export interface Restoring {
  readonly from: string;
  readonly data: string;
  /** What is in the data folder is put aside; else a restore over it is refused. */
  readonly replace: boolean;
  readonly nowMs: number;
}

export interface Restored {
  readonly takenAt: string;
  /** Where what was there before lies now. */
  readonly putAside?: string;
}

const markName = 'restore.unfinished';

/**
 * Refuses a folder in which a restore was interrupted: its two files may be of different times.
 * @throws StartRefused
 */
export function refuseHalfRestored(data: string): void {
  if (!existsSync(join(data, markName))) return;
  throw new StartRefused(`A restore into ${data} was interrupted.\nRun it again, with --replace.`);
}

/**
 * Puts a backup into a data folder that no server uses.
 * @throws StartRefused when the folder is in use, or filled and not to be replaced, or the backup cannot be read.
 */
export async function restoreBackup({ from, data, replace, nowMs }: Restoring): Promise<Restored> {
  const { takenAt } = readBackup(from);
  const folder = openDataFolder(data);
  try {
    const isFilled = [folder.engineFile, folder.inboxFile].some((file) => existsSync(file));
    if (isFilled && !replace)
      throw new StartRefused(`${data} holds databases already.\nChoose another folder, or add --replace.`);
    const arriving = join(data, '.restoring');
    rmSync(arriving, { recursive: true, force: true });
    mkdirSync(arriving);
    await bring(from, pairIn(arriving), nowMs);
    writeFileSync(join(data, markName), '');
    const putAside = isFilled ? aside(folder, data, nowMs) : undefined;
    renameSync(pairIn(arriving).inboxFile, folder.inboxFile);
    renameSync(pairIn(arriving).engineFile, folder.engineFile);
    rmSync(arriving, { recursive: true, force: true });
    rmSync(join(data, markName));
    return { takenAt, ...(putAside !== undefined && { putAside }) };
  } finally {
    folder.release();
  }
}

async function bring(from: string, arriving: FilePair, nowMs: number): Promise<void> {
  try {
    await copyPair(pairIn(from), arriving);
    checkPair(arriving);
    withPair(arriving, (engine, inbox) => {
      reconcile(engine, inbox, nowMs);
    });
  } catch (cause) {
    if (!(cause instanceof UnusablePair || cause instanceof Database.SqliteError)) throw cause;
    throw new StartRefused(`The backup ${from} cannot be used: ${cause.message}`, { cause });
  }
}

/** What the inbox knows of an engine that was a moment further, and of people, is brought back to the engine's copy. */
function reconcile(engine: Database.Database, inbox: Database.Database, nowMs: number): void {
  // The engine gives these numbers out again: web must perform them.
  inbox
    .prepare('UPDATE sb_web_command_performed SET last_id = min(last_id, ?)')
    .run(lastGiven(engine, 'sb_web_command'));
  // A session that was ended since must not live again.
  inbox.prepare('DELETE FROM sb_session').run();
  // What was in flight is no task's fault: the worker did not die of it.
  const at = new Date(nowMs).toISOString();
  const kill = inbox.prepare('INSERT INTO sb_worker_kill (worker, reason, at) VALUES (?, ?, ?)');
  const workers = engine.prepare<[], string>('SELECT id FROM sb_worker WHERE drained_at_ms IS NULL').pluck().all();
  for (const worker of workers) kill.run(worker, 'restored from a backup', at);
}

const parts = ['', '-wal', '-shm'];

function aside({ engineFile, inboxFile }: DataFolder, data: string, nowMs: number): string {
  const folder = join(data, `before-restore-${new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`);
  mkdirSync(folder, { recursive: true });
  for (const file of [engineFile, inboxFile].flatMap((each) => parts.map((part) => each + part)))
    if (existsSync(file)) renameSync(file, join(folder, basename(file)));
  return folder;
}
