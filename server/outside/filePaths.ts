import { lstat, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { ExecutorFailure } from '../../engine/activity/executor.ts';

const refused = (file: string, why: string): ExecutorFailure =>
  new ExecutorFailure({
    cause: 'config',
    message: `The file “${file.replaceAll('\0', '�').slice(0, 200)}” may not be reached: ${why}.`,
    hint: 'Name a file below the folder of files, as in out/orders.csv.',
  });

/**
 * The parts of a path, none of which leads up or elsewhere.
 * @throws ExecutorFailure where one does.
 */
export function partsOf(file: string): readonly string[] {
  if (file.includes('\0')) throw refused(file, 'it holds the character 0');
  // Also how other systems write paths: the same definition runs there.
  if (file.includes('\\') || /^[A-Za-z]:/.test(file)) throw refused(file, 'it is written with \\ or a drive');
  if (file.startsWith('/')) throw refused(file, 'it is absolute');
  const parts = file.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..'))
    throw refused(file, 'each of its parts is a name');
  return parts;
}

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const isWithin = (folder: string, place: string): boolean => place === folder || place.startsWith(folder + path.sep);

/** Where a path leads when its links are followed; undefined where there is nothing. */
async function placeOf(file: string): Promise<string | undefined> {
  try {
    return await realpath(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * Where a file to be read is.
 * @throws ExecutorFailure where it is not there, or a link leads out of the folder.
 */
export async function placeToRead(folder: string, file: string): Promise<string> {
  const parts = partsOf(file);
  const root = await placeOf(folder);
  const place = root === undefined ? undefined : await placeOf(path.join(root, ...parts));
  if (root === undefined || place === undefined)
    throw new ExecutorFailure({
      cause: 'data',
      message: `There is no file “${file}”.`,
      hint: 'Look at who brings it, and at the setting SIGNALBOX_FILES.',
    });
  if (!isWithin(root, place)) throw refused(file, 'a link leads out of the folder of files');
  return place;
}

/**
 * Where a file is to be written: its folders are made, a step at a time, so that no link on the way leads out.
 * @throws ExecutorFailure where one does.
 */
export async function placeToWrite(
  folder: string,
  file: string,
): Promise<{ readonly dir: string; readonly name: string }> {
  const parts = partsOf(file);
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  let dir = root;
  for (const part of parts.slice(0, -1)) {
    const next = path.join(dir, part);
    await mkdir(next).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    const place = await placeOf(next);
    if (place === undefined || !isWithin(root, place)) throw refused(file, 'a link leads out of the folder of files');
    dir = place;
  }
  const name = parts.at(-1) ?? '';
  const standing = await lstat(path.join(dir, name)).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (standing && !standing.isFile()) throw refused(file, 'something else than a file has this name');
  return { dir, name };
}
