import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { simulationOrderSchema } from '../contract/simulations.ts';
import { createSimulator, SimulationFailed } from './simulatorProcess.ts';

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

it('[X9] a simulation that a statement keeps from looking at its time is ended by force', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-'));
  try {
    const program = join(folder, 'busy.mjs');
    writeFileSync(program, "process.once('message', () => { for (;;); });");
    const files = { engineFile: join(folder, 'engine.db'), inboxFile: join(folder, 'inbox.db') };
    const simulate = createSimulator({
      program,
      database: { dialect: 'sqlite', ...files },
      limitMs: 1_000,
      graceMs: 1,
    });
    const definition = { name: 'busy', activities: {}, transitions: [] };
    const order = simulationOrderSchema.parse({
      ...{ id: 'i1', definition, input: {}, answers: {}, nowMs: 0, by: 'anna' },
    });
    await expect(simulate(order)).rejects.toThrow(new SimulationFailed('It took longer than a simulation may.'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
