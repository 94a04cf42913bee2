import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSimulator } from './simulatorProcess.ts';

it('copies that killed simulations left are removed, and nothing else that is named alike', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-'));
  try {
    mkdtempSync(join(folder, 'simulation-'));
    mkdirSync(join(folder, 'simulation-results'));
    writeFileSync(join(folder, 'simulation-notes.txt'), 'mine');
    const files = { engineFile: join(folder, 'engine.db'), inboxFile: join(folder, 'inbox.db') };
    createSimulator({ program: 'none', database: { dialect: 'sqlite', ...files } });
    expect(readdirSync(folder).toSorted()).toEqual(['simulation-notes.txt', 'simulation-results']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
