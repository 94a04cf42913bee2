import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { stop, withProgress } from './say.mjs';
import { buildWhenStale } from './stale.mjs';

const shared = ['engine', 'definitions', 'package-lock.json', 'tsconfig.base.json', 'build'];

const server = {
  name: 'server',
  inputs: [...shared, 'server'],
  outputs: ['dist/server/main.js'],
  build: () =>
    withProgress('building the server', async () => {
      const { bundleServer } = await import('./bundle.mjs');
      await bundleServer();
    }),
};

const editor = {
  name: 'editor',
  inputs: [...shared, 'server/contract', 'editor', 'vite.config.ts'],
  outputs: ['dist/editor/index.html'],
  build: () =>
    withProgress('building the editor', async () => {
      const { build } = await import('vite');
      await build({ configFile: inRoot('vite.config.ts'), logLevel: 'warn' });
    }),
};

/**
 * Builds what is stale, or all.
 * @param {{ force?: boolean }} [options]
 */
export async function buildTargets({ force = false } = {}) {
  await buildWhenStale(server, { force });
  if (existsSync(inRoot('editor', 'index.html'))) await buildWhenStale(editor, { force });
}

/**
 * The end of a program that needs what could not be built.
 * @param {unknown} error
 */
export function stopBuilding(error) {
  stop(error instanceof Error ? error.message : String(error), '', 'The build failed; the lines above say where.');
}
