import { refuseHalfRestored } from './backup/restoreFolder.ts';
import { changeOnSqlite } from './changePackage.ts';
import { openSqlite } from './connect.ts';
import { prepareDatabases, type PrepareOptions } from './prepareDatabases.ts';
import type { Storage } from './storage.ts';
import { openDataFolder } from '../processes/dataFolder.ts';

/**
 * Opens and prepares the two files of a data folder.
 * @throws StartRefused when the folder cannot be written, another server has it, or a newer release wrote it.
 */
export async function openSqliteStorage(dataFolder: string, options: PrepareOptions): Promise<Storage> {
  const folder = openDataFolder(dataFolder);
  refuseHalfRestored(dataFolder);
  await prepareDatabases(folder, options);
  const { engineFile, inboxFile } = folder;
  const inbox = openSqlite({ file: inboxFile });
  const engineReader = openSqlite({ file: engineFile, readOnly: true });
  return {
    inbox,
    engineReader,
    workerDatabase: { dialect: 'sqlite', engineFile, inboxFile },
    workerEnvironment: {},
    changePackage: (change, nowMs) => changeOnSqlite(engineFile, { ...options, nowMs }, change),
    close: async () => {
      await inbox.destroy();
      await engineReader.destroy();
      folder.release();
    },
  };
}
