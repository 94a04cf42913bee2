import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const unbranded = /\b[a-z]+Id\??: string\b/;

const sources = ['engine', 'definitions', 'server', 'editor'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)),
);

it('gives every id its own brand', () => {
  const lines = sources.flatMap((file) =>
    readFileSync(path.join(root, file), 'utf8')
      .split('\n')
      .map((line, index) => ({ place: `${file}:${String(index + 1)}`, line })),
  );
  expect(lines.filter(({ line }) => unbranded.test(line)).map(({ place, line }) => `${place} ${line.trim()}`)).toEqual(
    [],
  );
});
