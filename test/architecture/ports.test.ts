import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const contracts = path.join(root, 'test/contracts');

/** Ports that hold nothing and promise nothing that could be asked back, each with its reason. */
const withoutSuite: Readonly<Record<string, string>> = {
  ids: 'an id is new: there is nothing else to promise',
  publisher: 'losing a message loses nothing, so that no answer is promised',
};

const ports = readdirSync(path.join(root, 'engine/ports')).map((file) => path.basename(file, '.ts'));
const withSuite = ports.filter((port) => !(port in withoutSuite));
const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');

describe('ports', () => {
  it.each(withSuite)('the port %s has a contract suite that two adapters run', (port) => {
    const [, suite] = /export function (describe\w+)\(/.exec(read(path.join(contracts, `${port}.contract.ts`))) ?? [];
    expect(suite, `test/contracts/${port}.contract.ts exports a suite`).toBeDefined();
    const calls = read(path.join(contracts, `${port}.test.ts`))
      .split('\n')
      .filter((line) => line.startsWith(`${suite ?? ''}(`));
    expect(calls.length, `adapters that run it in test/contracts/${port}.test.ts`).toBeGreaterThanOrEqual(2);
  });

  it('names only ports that exist as those without a suite', () => {
    expect(Object.keys(withoutSuite).filter((port) => !ports.includes(port))).toEqual([]);
  });
});
