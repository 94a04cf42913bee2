// Node 20 does not run TypeScript: esbuild makes one file of each program, with the packages left outside.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheFolder, inRoot, root } from './paths.mjs';

/** @typedef {import('esbuild').Plugin} Plugin */
/** @typedef {import('esbuild').BuildOptions} BuildOptions */

/** `import text from './file.svg?raw'` means the same as in Vite: the file's text. */
/** @type {Plugin} */
const rawText = {
  name: 'raw-text',
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path: request, resolveDir }) => ({
      path: path.resolve(resolveDir, request.replace(/\?raw$/, '')),
      namespace: 'raw-text',
    }));
    build.onLoad({ filter: /.*/, namespace: 'raw-text' }, async ({ path: file }) => ({
      contents: await readFile(file, 'utf8'),
      loader: 'text',
      watchFiles: [file],
    }));
  },
};

/** A bundled program lies elsewhere than its source; `import.meta` goes on meaning the source's place. */
/** @type {Plugin} */
const sourceLocation = {
  name: 'source-location',
  setup(build) {
    build.onLoad({ filter: /\.(ts|mjs)$/ }, async ({ path: file }) => {
      if (file.includes('node_modules')) return undefined;
      const source = await readFile(file, 'utf8');
      return {
        contents: source
          .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)))
          .replaceAll('import.meta.filename', JSON.stringify(file))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)),
        loader: file.endsWith('.ts') ? 'ts' : 'js',
      };
    });
  },
};

/** @type {BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'warning',
  loader: { '.sql': 'text', '.md': 'text', '.svg': 'text' },
};

/** The programs of the server that exist: web, worker, what they start, the command line. */
function serverPrograms() {
  const programs = {
    main: 'server/main.ts',
    worker: 'server/worker.ts',
    simulator: 'server/simulator.ts',
    sqlTrial: 'server/sqlTrial.ts',
    scriptThread: 'server/outside/scriptThread.ts',
    cli: 'server/cli/main.ts',
  };
  return Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(inRoot(file))));
}

/** Builds dist/server. */
export async function bundleServer() {
  const { build } = await import('esbuild');
  const define = { 'process.env.NODE_ENV': '"production"' };
  await build({
    ...common,
    define,
    entryPoints: serverPrograms(),
    outdir: inRoot('dist', 'server'),
    plugins: [rawText],
  });
}

/**
 * Bundles one program into the cache, where its imports of packages resolve.
 * @param {string} file
 * @returns {Promise<string>} the file to import
 */
export async function bundleProgram(file) {
  const { build } = await import('esbuild');
  const key = createHash('sha256').update(file).digest('hex').slice(0, 12);
  const outfile = path.join(cacheFolder, 'run', `${path.basename(file, '.ts')}-${key}-${process.pid}.mjs`);
  await build({ ...common, sourcemap: 'inline', entryPoints: [file], outfile, plugins: [rawText, sourceLocation] });
  return outfile;
}
