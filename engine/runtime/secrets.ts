import type { World } from '../core/world.ts';
import type { InstanceId } from '../model/ids.ts';
import type { Variables } from '../model/json.ts';
import { secretMask } from '../model/secrets.ts';
import type { EngineReads } from '../ports/engineStore.ts';

/** Whether an input is masked, and its value a secret. */
export function hasSecrets(inputs: Variables): boolean {
  for (const name in inputs) if (inputs[name] === secretMask) return true;
  return false;
}

/** The secrets of an instance, for its expressions; read only where an input is masked. */
export async function secretsFor(
  reads: Pick<EngineReads, 'secrets'>,
  instance: InstanceId,
  inputs: Variables,
): Promise<Pick<World, 'secrets'>> {
  return hasSecrets(inputs) ? { secrets: await reads.secrets(instance) } : {};
}
