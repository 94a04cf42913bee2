import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

/** Databases that many tests begin from are made once a run; all projects share them (databaseTemplates.ts). */
export function setup(project: TestProject): (() => void) | undefined {
  if (process.env['TEST_TEMPLATES'] !== undefined) return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-templates-'));
  process.env['TEST_TEMPLATES'] = folder;
  // Whoever watches has changed something: what templates are made of, perhaps.
  project.onTestsRerun(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
