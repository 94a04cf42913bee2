import { existsSync, mkdirSync } from 'node:fs';
import { totalmem } from 'node:os';
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

// What takes longest comes first, so that both lanes end at about the same time.
/** @type {Record<string, () => Promise<Result>>} */
const checks = {
  // Without its cache: a rule with types may speak of a file that did not change.
  lint: () => tool('eslint/bin/eslint.js', '.', '--max-warnings=0'),
  types: checkTypes,
  format: () => tool('prettier/bin/prettier.cjs', '--check', '.', '--cache', '--log-level', 'warn'),
  layers: () => tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.mjs', ...folders),
  knip: () => tool('knip/bin/knip.js', '--no-progress'),
  registry: checkRegistry,
  names: repeatedTestNames,
};

export const checkNames = Object.keys(checks);

// A compiler and a linter side by side want some five gigabytes.
const lanes = totalmem() > 6 * 2 ** 30 ? 2 : 1;

/** @param {string} name @returns {Promise<boolean>} whether all is well */
async function passes(name) {
  const began = Date.now();
  const result = await (checks[name] ?? checkTypes)();
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  say(`${result.code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (result.code !== 0) say(result.output.trim());
  return result.code === 0;
}

/**
 * Runs checks, two at a time where there is room for two, and prints what they found.
 * @param {string[]} names
 * @param {() => Promise<void>} prepare what is done in the meantime, on one of the two lanes
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runChecks(names, prepare = async () => undefined) {
  mkdirSync(cacheFolder, { recursive: true });
  /** @type {string[]} */
  const failed = [];
  const waiting = [...names];
  const prepared = prepare();
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      // The generator is a program of the house: it would prepare the same.
      if (name === 'registry') await prepared;
      if (!(await passes(name))) failed.push(name);
    }
  };
  await Promise.all([prepared.then(lane), ...(lanes > 1 ? [lane()] : [])]);
  return names.filter((name) => failed.includes(name));
}
