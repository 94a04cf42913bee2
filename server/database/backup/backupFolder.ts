import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { checkPair, copyPair, pairIn, type FilePair } from './sqlitePair.ts';
import { StartRefused } from '../../processes/dataFolder.ts';

const manifestName = 'backup.json';
const manifestSchema = z.object({ format: z.literal(1), database: z.literal('sqlite'), takenAt: z.iso.datetime() });
type BackupManifest = z.infer<typeof manifestSchema>;

/** Whether a folder is there and holds something. */
const isFilled = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0;

/**
 * Makes a folder with a copy of both files, checked; it stands there whole or not at all.
 * @throws StartRefused where something is there already.
 */
export async function writeBackup(from: FilePair, to: string, nowMs: number): Promise<void> {
  if (isFilled(to)) throw new StartRefused(`${to} is not empty.\nName a folder that does not exist yet.`);
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  mkdirSync(unfinished);
  try {
    await copyPair(from, pairIn(unfinished));
    checkPair(pairIn(unfinished));
    const manifest: BackupManifest = { format: 1, database: 'sqlite', takenAt: new Date(nowMs).toISOString() };
    writeFileSync(join(unfinished, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`);
    rmSync(to, { recursive: true, force: true });
    renameSync(unfinished, to);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/**
 * What a backup says of itself.
 * @throws StartRefused where there is none.
 */
export function readBackup(from: string): BackupManifest {
  const file = join(from, manifestName);
  const parsed = existsSync(file) ? manifestSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  if (parsed?.success) return parsed.data;
  throw new StartRefused(`${from} holds no backup that this release can read.\nName the folder that a backup made.`);
}
