import type { Input } from '../core/input.ts';
import type { Instance } from '../model/instance.ts';

const always: ReadonlySet<Input['type']> = new Set<Input['type']>([
  'note',
  'acknowledge',
  'handOver',
  'kill',
  'pause',
  'stop',
]);

/** What comes of tasks and children while their instance stops: whatever it is, they end with it. */
const whileStopping: ReadonlySet<Input['type']> = new Set<Input['type']>([
  'taskDone',
  'taskFailed',
  'taskYielded',
  'workerLost',
  'childEnded',
]);

/** Whether an input lets nothing of an instance go on, so that it can happen without the definition. */
export function needsNoDefinition({ status, pauseCauses }: Instance, input: Input): boolean {
  if (always.has(input.type)) return true;
  if (input.type === 'liftPause') return pauseCauses.length !== 1 || pauseCauses[0]?.kind !== input.cause;
  return status === 'stopping' && whileStopping.has(input.type);
}
