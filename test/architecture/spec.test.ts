import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** A rule of the specification: `- **F6** A join ...`. */
const ruleLine = /^- \*\*([A-Z]\d+)\*\* /gm;
/** A test's name begins with its rule: `'[F6] the join ...'`. */
const citation = /['"`]\[([A-Z]\d+)\] /g;

const rules = [...readFileSync(path.join(root, 'engine/SPEC.md'), 'utf8').matchAll(ruleLine)].map(([, rule]) => rule);

const testFiles = ['engine', 'definitions', 'server', 'editor', 'test'].flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(test|contract)\.tsx?$/.test(file))
    .map((file) => path.join(folder, file)),
);

const cited = new Map<string, string[]>();
for (const file of testFiles) {
  for (const [, rule = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(citation)) {
    cited.set(rule, [...(cited.get(rule) ?? []), file]);
  }
}

describe('the specification of the engine', () => {
  it('gives each number once', () => {
    expect(rules).toEqual([...new Set(rules)]);
  });

  it('has a test for each rule', () => {
    expect(rules.filter((rule) => !cited.has(rule ?? ''))).toEqual([]);
  });

  it('has a rule for each that a test cites', () => {
    expect(
      [...cited].filter(([rule]) => !rules.includes(rule)).map(([rule, files]) => `${rule} in ${files[0] ?? ''}`),
    ).toEqual([]);
  });
});
