import type { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { describeArrivals } from './engineStore/arrivals.contract.ts';
import { describeDueTimes } from './engineStore/dueTimes.contract.ts';
import { describeStoreOn, type StoreBench } from './engineStore/givenStore.ts';
import { describeRunQueue } from './engineStore/runQueue.contract.ts';
import { describeSteps } from './engineStore/steps.contract.ts';
import { describeWorkflows } from './engineStore/workflows.contract.ts';

/** What every store of the engine must do, whatever it is made of. */
export function describeEngineStore(name: string, create: (clock: VirtualClock) => Promise<StoreBench>): void {
  describeStoreOn(name, create, [
    describeSteps,
    describeRunQueue,
    describeDueTimes,
    describeWorkflows,
    describeArrivals,
  ]);
}
