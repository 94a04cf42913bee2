import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executors } from '../definitions/registry/executors.generated.ts';
import { kinds } from '../definitions/registry/kinds.generated.ts';
import { nothingOutside } from '../engine/activity/nothingOutside.ts';
import { simulationOrderSchema, type Simulation, type SimulationOrder } from './contract/simulations.ts';
import { createScriptSandbox } from './outside/scriptSandbox.ts';
import { cubes, optionDefaults, tablePatterns } from './packages/manifests.ts';
import { simulatorSettingsSchema, type SimulatorSettings } from './processes/simulatorProcess.ts';
import { simulate, type SimulationTools } from './stores/simulation/simulate.ts';
import { onCopy, onTransaction, type SimulationGround } from './stores/simulation/simulationGround.ts';

const settings = simulatorSettingsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
const endsAtMs = performance.now() + settings.limitMs;

const tools: SimulationTools = {
  kinds,
  executors,
  optionDefaults,
  cubes,
  mayName: (table) => tablePatterns.some((pattern) => pattern.test(table)),
  outside: {
    ...nothingOutside,
    scripts: createScriptSandbox(fileURLToPath(new URL('scriptThread.js', import.meta.url))),
  },
  isOver: () => performance.now() > endsAtMs,
};

async function run({ database }: SimulatorSettings, order: SimulationOrder): Promise<Simulation> {
  const work = (ground: SimulationGround): Promise<Simulation> => simulate(ground, tools, order);
  if (database.dialect === 'postgres') return onTransaction(process.env['DATABASE_URL'] ?? '', work);
  const folder = mkdtempSync(join(dirname(database.engineFile), 'simulation-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return onCopy({ engineFile: database.engineFile, copy: join(folder, 'copy.db') }, work);
}

// Web has gone, and with it whoever asked.
process.once('disconnect', () => process.exit(0));
process.once('message', (message) => {
  run(settings, simulationOrderSchema.parse(message)).then(
    (simulation) => process.send?.({ simulation }, () => process.exit(0)),
    (error: unknown) => process.send?.({ problem: String(error) }, () => process.exit(1)),
  );
});
