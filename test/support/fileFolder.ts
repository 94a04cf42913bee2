import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import { invariant } from '../../engine/invariant.ts';
import { createFileStore } from '../../server/outside/fileStore.ts';

/** An empty folder of files for each test of a `describe`, beside which there is something that no definition may reach. */
export function fileFolder() {
  const current: { dir?: string } = {};
  beforeEach(() => {
    current.dir = mkdtempSync(path.join(os.tmpdir(), 'signalbox-folder-'));
    mkdirSync(path.join(current.dir, 'files'));
    writeFileSync(path.join(current.dir, 'secret.csv'), 'id\n1\n');
  });
  afterEach(() => {
    if (current.dir !== undefined) rmSync(current.dir, { recursive: true });
  });
  const at = (file: string): string => {
    invariant(current.dir, 'a test has a folder');
    return path.join(current.dir, 'files', file);
  };
  return {
    at,
    write: (file: string, content: string | Uint8Array) => {
      writeFileSync(at(file), content);
    },
    read: (file: string) => readFileSync(at(file), 'utf8'),
    has: (file: string) => existsSync(at(file)),
    names: () => readdirSync(at('.')),
    store: () => createFileStore(at('.')),
    /** What an executor is lent. */
    lent: () => ({ outside: { ...nothingOutside, files: createFileStore(at('.')) } }),
  };
}
