// Runs a TypeScript program of this repository: node build/run.mjs FILE.ts [arguments].
// Node 20 does not strip types, so the program is bundled into node_modules/.cache first and imported from there.
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { root } from './paths.mjs';
import { install } from './install.mjs';
import { bundleProgram } from './bundle.mjs';

await install();
const [, self, file, ...rest] = process.argv;
if (!self || !file) {
  console.error('usage: node build/run.mjs FILE.ts [arguments]');
  process.exit(2);
}
const output = await bundleProgram(path.resolve(root, file));
process.on('exit', () => rmSync(output, { force: true }));
process.argv = [process.execPath, path.resolve(root, file), ...rest];
await import(pathToFileURL(output).href);
