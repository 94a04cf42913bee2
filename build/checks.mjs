import { existsSync, mkdirSync } from 'node:fs';
import { cacheFolder, inRoot } from './paths.mjs';
import { runNode } from './spawned.mjs';
import { say } from './say.mjs';
import { repeatedTestNames } from './testNames.mjs';

/** @typedef {{ code: number, output: string }} Result */

/** @param {string} file @param {string[]} args */
const tool = (file, ...args) => runNode([inRoot('node_modules', file), ...args]);

const typePrograms = ['tsconfig.pure.json', 'tsconfig.server.json', 'tsconfig.editor.json', 'tsconfig.json'];

/** Each program by itself: what exists in one (Node, the DOM) does not exist in another. @returns {Promise<Result>} */
async function checkTypes() {
  const check = (/** @type {string} */ program) => tool('typescript/bin/tsc', '-p', program, '--pretty', 'false');
  const results = [];
  for (const program of typePrograms) results.push({ program, ...(await check(program)) });
  const failed = results.filter(({ code }) => code !== 0);
  return { code: failed.length, output: failed.map(({ program, output }) => `${program}\n${output}`).join('\n') };
}

const folders = ['engine', 'definitions', 'server', 'editor', 'test', 'bench'].filter((folder) =>
  existsSync(inRoot(folder)),
);

/** @returns {Promise<Result>} */
async function checkRegistry() {
  if (!existsSync(inRoot('definitions', 'registry', 'generate.ts')))
    return { code: 1, output: 'there is no generator' };
  return runNode([inRoot('build', 'run.mjs'), 'definitions/registry/generate.ts', '--check']);
}

/** @type {Record<string, () => Promise<Result>>} */
const checks = {
  types: checkTypes,
  // Without its cache: a rule with types may speak of a file that did not change.
  lint: () => tool('eslint/bin/eslint.js', '.', '--max-warnings=0'),
  layers: () => tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', ...folders),
  format: () => tool('prettier/bin/prettier.cjs', '--check', '.', '--cache', '--log-level', 'warn'),
  knip: () => tool('knip/bin/knip.js', '--no-progress'),
  registry: checkRegistry,
  names: repeatedTestNames,
};

export const checkNames = Object.keys(checks);

/**
 * Runs checks one after another and prints what they found.
 * @param {string[]} names
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runChecks(names) {
  mkdirSync(cacheFolder, { recursive: true });
  const failed = [];
  for (const name of names) {
    const began = Date.now();
    const result = await (checks[name] ?? checkTypes)();
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    say(`${result.code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (result.code === 0) continue;
    failed.push(name);
    say(result.output.trim());
  }
  return failed;
}
