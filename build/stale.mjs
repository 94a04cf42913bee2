// What is built is built again when the content of its inputs changed: exact, and a few tens of milliseconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

/** @param {string} file */
const isInput = (file) => !/\.test\.tsx?$|(^|\/)(README|SPEC)\.md$/.test(file);

/** @param {string} entry @returns {string[]} */
function filesUnder(entry) {
  const place = inRoot(entry);
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [entry];
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return names.map((name) => path.join(entry, name)).filter((file) => isInput(file) && statSync(inRoot(file)).isFile());
}

/** @param {string[]} inputs */
function hashOf(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesUnder).sort()) hash.update(`${file}\0`).update(readFileSync(inRoot(file)));
  return hash.digest('hex');
}

/** @param {string} file */
const readStamp = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');

/**
 * Builds a target whose inputs are not those that it was built from.
 * @param {{ name: string, inputs: string[], outputs: string[], build: () => Promise<void> }} target
 * @param {{ force: boolean }} options
 */
export async function buildWhenStale({ name, inputs, outputs, build }, { force }) {
  const stamp = inRoot('dist', `.${name}.stamp`);
  const wanted = hashOf(inputs);
  const isFresh = readStamp(stamp) === wanted && outputs.every((file) => existsSync(inRoot(file)));
  if (isFresh && !force) return;
  rmSync(stamp, { force: true }); // a build that breaks off leaves nothing that looks fresh
  await build();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}
