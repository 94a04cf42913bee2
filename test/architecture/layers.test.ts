import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import configuration from '../../.dependency-cruiser.mjs';

/** A forbidden import for each rule: the rule, the file that imports, what it imports. */
const violations: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['engine-model', 'engine/model/a.ts', 'engine/time/clean.ts'],
  ['engine-machines', 'engine/machines/a.ts', 'engine/model/clean.ts'],
  ['engine-expression', 'engine/expression/a.ts', 'engine/sql/clean.ts'],
  ['engine-time', 'engine/time/a.ts', 'engine/expression/clean.ts'],
  ['engine-sql', 'engine/sql/a.ts', 'engine/graph/clean.ts'],
  ['engine-activity', 'engine/activity/a.ts', 'engine/graph/clean.ts'],
  ['engine-graph', 'engine/graph/a.ts', 'engine/core/clean.ts'],
  ['engine-core', 'engine/core/a.ts', 'engine/ports/clean.ts'],
  ['engine-ports', 'engine/ports/a.ts', 'engine/runtime/clean.ts'],
  ['engine-runtime', 'engine/runtime/a.ts', 'engine/memory/clean.ts'],
  ['engine-memory', 'engine/memory/a.ts', 'engine/runtime/clean.ts'],
  ['engine-files-stand-alone', 'engine/invariant.ts', 'engine/model/clean.ts'],
  ['engine-is-the-floor', 'engine/core/b.ts', 'definitions/registry/kinds.ts'],
  ['definitions-stand-on-the-engine', 'definitions/activities/one/a.ts', 'server/config/clean.ts'],
  ['server-knows-no-editor', 'server/config/a.ts', 'editor/ui/clean.ts'],
  ['editor-knows-only-the-contract', 'editor/ui/a.ts', 'server/config/clean.ts'],
  ['contract-is-light', 'server/contract/a.ts', 'engine/core/clean.ts'],
  ['modules-test-themselves-at-home', 'engine/core/b.test.ts', 'test/api/clean.ts'],
  ['tests-are-not-imported', 'engine/core/c.ts', 'engine/core/b.test.ts'],
  ['kinds-are-strangers', 'definitions/activities/one/b.ts', 'definitions/activities/two/two.kind.ts'],
  ['kinds-know-contract-not-shell', 'definitions/activities/one/c.ts', 'engine/core/clean.ts'],
  ['kinds-know-no-registry', 'definitions/activities/one/d.ts', 'definitions/registry/kinds.ts'],
  ['kind-file-is-pure', 'definitions/activities/one/one.kind.ts', 'definitions/activities/one/one.executor.ts'],
  ['kind-file-without-node', 'definitions/activities/three/three.kind.ts', 'node:fs'],
  ['forms-know-no-kind', 'definitions/forms/a.ts', 'definitions/activities/two/two.kind.ts'],
  ['editor-never-reaches-an-executor', 'editor/ui/b.ts', 'definitions/activities/one/reachesExecutor.ts'],
  ['server-never-reaches-a-form', 'server/config/b.ts', 'definitions/activities/one/reachesForm.ts'],
  ['pure-without-node', 'engine/core/d.ts', 'node:fs'],
  ['editor-without-node', 'editor/ui/c.ts', 'node:fs'],
  ['react-flow-in-the-canvas', 'editor/ui/d.ts', '@xyflow/react'],
  ['socket-io-in-the-stream', 'server/http/a.ts', 'socket.io'],
  ['socket-io-client-in-live', 'editor/ui/e.ts', 'socket.io-client'],
  ['knex-near-the-database', 'server/operations/a.ts', 'knex'],
  ['xstate-holds-life-cycles', 'engine/core/e.ts', 'xstate'],
  ['express-in-http', 'server/operations/b.ts', 'express'],
  ['no-cycles', 'server/config/c.ts', 'server/config/cycle.ts'],
  ['no-barrels-no-drawers', 'server/config/d.ts', 'server/config/index.ts'],
  ['no-barrels-no-drawers', 'server/config/e.ts', 'server/config/sqlUtils.ts'],
  ['resolves', 'server/config/f.ts', 'server/config/absent.ts'],
  ['declared', 'server/config/g.ts', 'undeclared'],
];

/** Imports that the rules must leave alone. */
const allowed: readonly (readonly [from: string, to: string])[] = [
  ['engine/core/ok.ts', 'engine/machines/clean.ts'],
  ['engine/runtime/ok.ts', 'engine/ports/clean.ts'],
  ['definitions/activities/two/ok.ts', 'definitions/activities/two/two.kind.ts'],
  ['definitions/packages/delivery/tables/ok.ts', 'knex'],
  ['server/stores/ok.ts', 'knex'],
  ['server/stream/ok.ts', 'socket.io'],
  ['editor/live/ok.ts', 'socket.io-client'],
  ['editor/canvas/ok.ts', '@xyflow/react'],
  ['editor/ui/ok.ts', 'server/contract/clean.ts'],
];

/** Files that stand between two others, where a rule speaks of what can be reached. */
const bridges: readonly (readonly [from: string, to: string])[] = [
  ['definitions/activities/one/reachesExecutor.ts', 'definitions/activities/one/one.executor.ts'],
  ['definitions/activities/one/reachesForm.ts', 'definitions/activities/one/one.form.tsx'],
  ['server/config/cycle.ts', 'server/config/c.ts'],
];

const isFile = (to: string) => /\.tsx?$/.test(to);

function importOf(from: string, to: string): string {
  const relative = path.relative(path.dirname(from), to);
  return `import * as it from '${isFile(to) ? (relative.startsWith('.') ? relative : `./${relative}`) : to}';\nexport const a = it;\n`;
}

/** A tree that holds each of these imports and nothing else. */
async function writeTree(root: string): Promise<void> {
  const files = new Map<string, string>();
  const packages = new Set<string>();
  const imports = [...violations.map(([, from, to]) => [from, to] as const), ...allowed, ...bridges];
  for (const [, to] of imports) {
    if (!isFile(to)) packages.add(to);
    else if (!to.endsWith('absent.ts')) files.set(to, 'export const clean = 1;\n');
  }
  for (const [from, to] of imports) files.set(from, importOf(from, to));
  const installed = [...packages].filter((name) => !name.startsWith('node:'));
  for (const name of installed) {
    files.set(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'main.js' }));
    files.set(`node_modules/${name}/main.js`, 'exports.a = 1;\n');
  }
  const declared = installed.filter((name) => name !== 'undeclared').map((name) => [name, '1.0.0']);
  files.set('package.json', JSON.stringify({ name: 'tree', dependencies: Object.fromEntries(declared) }));
  for (const [file, text] of files) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}

async function broken(root: string): Promise<readonly string[]> {
  const { options, ...rules } = configuration;
  const { tsConfig: _, ...rest } = options ?? {};
  const folders = ['engine', 'definitions', 'server', 'editor', 'test'];
  const ruleSet = { ...rules, options: {} };
  const { output } = await cruise(folders, { ...rest, baseDir: root, validate: true, ruleSet });
  return (output as ICruiseResult).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
}

describe('the layer rules', () => {
  const found: string[] = [];
  const tree: string[] = [];

  beforeAll(async () => {
    const root = await mkdtemp(path.join(os.tmpdir(), 'signalbox-layers-'));
    tree.push(root);
    await writeTree(root);
    found.push(...(await broken(root)));
  });

  afterAll(async () => {
    for (const root of tree) await rm(root, { recursive: true });
  });

  it.each(violations)('%s: %s may not import %s', (rule, from) => {
    expect(found).toContain(`${rule} ${from}`);
  });

  it.each(allowed)('%s may import %s', (from) => {
    expect(found.filter((line) => line.endsWith(` ${from}`))).toEqual([]);
  });

  it('leaves no rule without an import that breaks it', () => {
    const names = configuration.forbidden?.map(({ name }) => name);
    expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(names));
  });
});
