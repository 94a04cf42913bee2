import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './paths.mjs';

const named = /(?:^|[\s;{(])(?:it|test)(?:\.[\w.]+)?\(\s*(?:'((?:[^'\\]|\\.)+)'|"((?:[^"\\]|\\.)+)")/g;

/** @param {string} folder */
const testFiles = (folder) =>
  existsSync(inRoot(folder))
    ? readdirSync(inRoot(folder), { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name))
        .filter((file) => /\.test\.tsx?$/.test(file) || file.startsWith('test'))
        .filter((file) => /\.tsx?$/.test(file))
    : [];

/** @param {string} file */
function namesIn(file) {
  const source = readFileSync(inRoot(file), 'utf8');
  return [...source.matchAll(named)].map((match) => ({ file, name: match[1] ?? match[2] ?? '' }));
}

/**
 * A test's name is a sentence and says one thing once: whoever reads "failed: ..." finds the one test that it means.
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function repeatedTestNames() {
  /** @type {Map<string, string[]>} */
  const places = new Map();
  for (const { file, name } of ['engine', 'definitions', 'server', 'editor', 'test']
    .flatMap(testFiles)
    .flatMap(namesIn)) {
    places.set(name, [...(places.get(name) ?? []), file]);
  }
  const repeated = [...places].filter(([, files]) => files.length > 1);
  return {
    code: repeated.length,
    output: repeated.map(([name, files]) => `"${name}" names ${files.length} tests: ${files.join(', ')}`).join('\n'),
  };
}
