import path from 'node:path';

/** The folder of the repository. */
export const root = path.resolve(import.meta.dirname, '..');

/** @param {string[]} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** Where checks and small programs keep what they remember between runs. */
export const cacheFolder = inRoot('node_modules', '.cache', 'signalbox');
