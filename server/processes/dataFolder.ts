import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { takeFolderLock } from '../database/folderLock.ts';

/** Something that keeps the server from starting: said plainly, with what to do; exit code 1. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
}

/** The files of a data folder, held by one server at a time. */
export interface DataFolder {
  readonly engineFile: string;
  readonly inboxFile: string;
  /** Lets another server have it. */
  release: () => void;
}

const lockName = 'signalbox.lock';

/**
 * Makes a data folder where there is none, and takes hold of it.
 * @throws StartRefused when it cannot be written, or another server holds it.
 */
export function openDataFolder(folder: string): DataFolder {
  makeWritable(folder);
  const lock = takeFolderLock(join(folder, lockName));
  if (!lock) {
    throw new StartRefused(
      `Another Signalbox uses the data folder ${folder}.\nStop it first, or choose another folder with --data.`,
    );
  }
  const engineFile = join(folder, 'signalbox.db');
  endOrphans(engineFile);
  return {
    engineFile,
    inboxFile: join(folder, 'inbox.db'),
    release: () => {
      lock.release();
    },
  };
}

/** One by one: made recursively by Node, a folder below /proc is tried without end. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (cause) {
    // Another server that starts as well may have made it meanwhile.
    if (!existsSync(folder)) throw cause;
  }
}

function makeWritable(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    const probe = join(folder, `.signalbox-${String(process.pid)}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartRefused(
      `The data folder ${folder} cannot be written: ${why}\nChoose another with --data, or change its owner.`,
      { cause },
    );
  }
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    // No file: no worker has ever been here.
    return undefined;
  }
}

/** The command line of a living process; undefined when it is gone (or is not ours to see). */
function commandOf(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return procCommand(pid);
  }
}

function procCommand(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}

const pidName = (engineFile: string): string => `${engineFile}.worker.pid`;

/** A worker writes where it can be found, for the server that comes after a crash of its own. */
export function noteWorkerPid(engineFile: string): void {
  writeFileSync(pidName(engineFile), String(process.pid));
}

/**
 * A worker outlives a server that was killed for as long as its statement takes, and holds the database until then. Its
 * transaction rolls back when it is ended, and is executed again.
 */
function endOrphans(engineFile: string): void {
  const pid = readPid(pidName(engineFile));
  if (pid === undefined || !commandOf(pid)?.includes(engineFile)) return;
  process.kill(pid, 'SIGKILL');
}
