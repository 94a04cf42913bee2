import type { Variables } from '../model/json.ts';
import type { GraphActivity } from './compiledGraph.ts';
import { completeInput, tellFaults } from './inputsSchema.ts';

const payloadOf = ({ kind, config }: GraphActivity): Variables | undefined => kind.payload?.(config);

/** Everything in which what a signal brings differs from the payload that an activity asks for, in one sentence. */
export function payloadRefusal(activity: GraphActivity, name: string, vars: Variables): string | undefined {
  const payload = payloadOf(activity);
  const faults = payload === undefined ? [] : tellFaults(payload, vars);
  if (faults.length === 0) return undefined;
  return `What the signal "${name}" brought does not fit the payload of "${activity.id}": ${faults.join('; ')}.`;
}

/** What a signal brings, with the defaults of the payload for what it leaves out. */
export const completePayload = (activity: GraphActivity, vars: Variables): Variables =>
  completeInput(payloadOf(activity), vars);
