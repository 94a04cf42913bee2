import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findKindFolders } from './kindFolder.ts';
import { RegistryFault } from './registryFault.ts';

const complete = (name: string) => [
  `${name}.kind.ts`,
  `${name}.icon.svg`,
  `${name}.help.md`,
  'example.workflow.json',
  `${name}.test.ts`,
];

describe('the folders of kinds', () => {
  let activities = '';

  function write(name: string, files: readonly string[]) {
    mkdirSync(path.join(activities, name));
    for (const file of files) writeFileSync(path.join(activities, name, file), '');
  }

  beforeEach(() => {
    activities = mkdtempSync(path.join(tmpdir(), 'kinds-'));
  });

  afterEach(() => {
    rmSync(activities, { recursive: true });
  });

  it('are found in the order of their names, with what they have', () => {
    write('wait', complete('wait'));
    write('query', [...complete('query'), 'query.executor.ts', 'query.form.tsx']);
    expect(findKindFolders(activities)).toMatchObject([
      { name: 'query', hasExecutor: true, hasForm: true },
      { name: 'wait', hasExecutor: false, hasForm: false },
    ]);
  });

  it('are refused where one is incomplete, naming every missing file', () => {
    write('empty', []);
    write('wait', complete('wait').slice(1));
    const faults = (() => {
      try {
        return findKindFolders(activities).map(({ name }) => name);
      } catch (error) {
        return error instanceof RegistryFault ? error.faults : [];
      }
    })();
    expect(faults).toEqual([
      'definitions/activities/empty is no complete kind: add empty.kind.ts, empty.icon.svg, empty.help.md, example.workflow.json, empty.test.ts.',
      'definitions/activities/wait is no complete kind: add wait.kind.ts.',
    ]);
  });
});
