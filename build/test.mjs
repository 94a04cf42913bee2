// npm test: installs what is missing, builds, runs every static check and every test, and ends with "N passed, N failed".
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import path from 'node:path';
import { requireNode } from './node.mjs';
import { installDriver, installPackages } from './install.mjs';
import { cacheFolder, inRoot, root } from './paths.mjs';
import { say } from './say.mjs';
import { spawnShown } from './spawned.mjs';
import { checkNames, runChecks } from './checks.mjs';
import { buildTargets } from './targets.mjs';

/** @typedef {{ passed: number, skipped: number, failed: string[] }} Tally */

const results = path.join(cacheFolder, 'tests.json');
// What the random tests have tried: a line each (test/support/extent.ts).
const tried = path.join(cacheFolder, 'tried.jsonl');

/** @param {any} file one file of Vitest's JSON report */
function tallyFile(file) {
  const where = path.relative(root, file.name);
  const statuses = file.assertionResults.map((/** @type {{ status: string }} */ { status }) => status);
  const failed = file.assertionResults
    .filter((/** @type {{ status: string }} */ { status }) => status === 'failed')
    .map((/** @type {{ fullName: string }} */ { fullName }) => `${where}: ${fullName}`);
  // A file that cannot be read or whose set-up fails holds no failed test, yet it has failed.
  if (file.status === 'failed' && failed.length === 0) failed.push(`${where}: ${file.message.split('\n')[0]}`);
  const count = (/** @type {string} */ status) =>
    statuses.filter((/** @type {string} */ each) => each === status).length;
  return { passed: count('passed'), skipped: statuses.length - count('passed') - count('failed'), failed };
}

/** @param {Tally[]} tallies @returns {Tally} */
const sum = (tallies) => ({
  passed: tallies.reduce((total, { passed }) => total + passed, 0),
  skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
  failed: tallies.flatMap(({ failed }) => failed),
});

/** @param {number} code @returns {Tally} */
function readTally(code) {
  try {
    const tally = sum(JSON.parse(readFileSync(results, 'utf8')).testResults.map(tallyFile));
    if (code !== 0 && tally.failed.length === 0) tally.failed.push('vitest: an error outside of any test (see above)');
    return tally;
  } catch (error) {
    return { passed: 0, skipped: 0, failed: [`vitest ended with code ${code} and left no report (${error})`] };
  }
}

/** How much was tried at random, as the tests themselves noted it. */
function sayTried() {
  if (!existsSync(tried)) return;
  /** @type {Map<string, number>} */
  const totals = new Map();
  for (const line of readFileSync(tried, 'utf8').trim().split('\n')) {
    const { what, count } = JSON.parse(line);
    totals.set(what, (totals.get(what) ?? 0) + count);
  }
  const all = [...totals].map(([what, count]) => `${count.toLocaleString('en')} ${what}`);
  say(`tried at random: ${all.join(', ')}`);
}

/** @param {{ long: boolean, filters: string[] }} options @returns {Promise<Tally>} */
async function runTests({ long, filters }) {
  for (const file of [results, tried]) rmSync(file, { force: true });
  const seed = process.env['TEST_SEED'] ?? String(randomInt(1, 2 ** 31));
  say(`seed of the fresh random cases: ${seed} (again with TEST_SEED=${seed})`);
  // Each test that is written for either database on one of them, where all of them are meant (vitest.config.ts).
  const halves = !long && filters.length === 0 ? '1' : '';
  const chosen = { TEST_SEED: seed, TEST_TOTALS: tried, TEST_LONG: long ? '1' : '', TEST_HALVES: halves };
  const env = { ...process.env, ...chosen };
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const code = await spawnShown([inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', ...reporters, ...filters], env);
  sayTried();
  return readTally(code);
}

/** @returns {Promise<string | undefined>} what went wrong */
async function build() {
  try {
    await buildTargets();
    return undefined;
  } catch (error) {
    say(String(error));
    return 'build';
  }
}

requireNode();
const args = process.argv.slice(2);
const long = args.includes('--long');
const filters = args.filter((arg) => arg !== '--long');
await installPackages();
// None of the checks needs the driver, and compiling it takes longer than most of them.
const failedChecks = await runChecks(checkNames, installDriver);
const failedBuild = await build();
const tally = await runTests({ long, filters });
const failed = [
  ...failedChecks.map((name) => `check: ${name}`),
  ...(failedBuild ? [failedBuild] : []),
  ...tally.failed,
];
const passed = checkNames.length - failedChecks.length + (failedBuild ? 0 : 1) + tally.passed;
for (const name of failed) console.log(`failed: ${name}`);
console.log(`${passed} passed, ${failed.length} failed${tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''}`);
process.exitCode = failed.length > 0 ? 1 : 0;
