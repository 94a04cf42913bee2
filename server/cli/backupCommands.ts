import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readBackup, writeBackup } from '../database/backup/backupFolder.ts';
import { restoreBackup } from '../database/backup/restoreFolder.ts';
import { pairIn } from '../database/backup/sqlitePair.ts';
import { loadConfig, type Surroundings } from '../config/config.ts';
import { StartRefused } from '../processes/dataFolder.ts';

/** What a command is called with and how it answers. */
export interface Calling extends Omit<Surroundings, 'argv'> {
  readonly argv: readonly string[];
  readonly nowMs: number;
  readonly say: (line: string) => void;
}

type Command = (calling: Calling) => Promise<void>;

const usage = `npm run backup -- [--data DIR] --to DIR
npm run restore -- --from DIR [--data DIR] [--replace]`;

/** Takes a command's own options out of the arguments; the rest are settings. */
function taken(argv: readonly string[], name: string): { readonly value?: string; readonly rest: readonly string[] } {
  const at = argv.findIndex((word) => word === name || word.startsWith(`${name}=`));
  const word = argv[at];
  if (word === undefined) return { rest: argv };
  const inline = word.includes('=');
  const value = inline ? word.slice(name.length + 1) : argv[at + 1];
  if (value === undefined || value === '') throw new StartRefused(`${name} wants a folder.\n${usage}`);
  return { value, rest: argv.filter((_, index) => index !== at && (inline || index !== at + 1)) };
}

function dataFolderOf(calling: Calling, argv: readonly string[]): string {
  const loaded = loadConfig({ ...calling, argv });
  if (!loaded.ok) throw new StartRefused(`${loaded.problems.join('\n')}\n${usage}`);
  if (loaded.config.databaseUrl !== '')
    throw new StartRefused(
      'Backups of a PostgreSQL database are made by its own programs, also while the server runs:\npg_dump --format=custom, and pg_restore into an empty database.',
    );
  return resolve(loaded.config.data);
}

const backup: Command = async (calling) => {
  const { value: to, rest } = taken(calling.argv, '--to');
  if (to === undefined) throw new StartRefused(usage);
  const data = dataFolderOf(calling, rest);
  if (!existsSync(pairIn(data).engineFile)) throw new StartRefused(`${data} holds no databases.\n${usage}`);
  await writeBackup(pairIn(data), resolve(to), calling.nowMs);
  calling.say(`Backed up ${data} to ${resolve(to)}.`);
};

const restore: Command = async (calling) => {
  const { value: from, rest } = taken(calling.argv, '--from');
  if (from === undefined) throw new StartRefused(usage);
  readBackup(resolve(from));
  const replace = rest.includes('--replace');
  const data = dataFolderOf(
    calling,
    rest.filter((word) => word !== '--replace'),
  );
  const { takenAt, putAside } = await restoreBackup({ from: resolve(from), data, replace, nowMs: calling.nowMs });
  calling.say(`Restored ${data} as it was at ${takenAt}; everybody signs in anew.`);
  if (putAside !== undefined) calling.say(`What was there lies in ${putAside}.`);
};

/** What the program does instead of serving, where its first argument names it. */
export const commands: Readonly<Record<string, Command>> = { backup, restore };
