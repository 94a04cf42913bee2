import Database from 'better-sqlite3';

/** A held lock; letting it go twice is as good as once. */
export interface FolderLock {
  release: () => void;
}

/**
 * Takes hold of a folder for this process. The lock is a transaction that stays open: the operating system lets it go
 * with the process, however that ends.
 * @returns undefined when another process has it.
 */
export function takeFolderLock(file: string): FolderLock | undefined {
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
  return {
    release: () => {
      database.close();
    },
  };
}
