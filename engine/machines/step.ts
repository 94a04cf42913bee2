import { transition, type AnyStateMachine } from 'xstate';

/**
 * Makes a machine's step function: a table filled once a pair from XState's pure `transition()` and remembered,
 * which it may be because the machines have no context (architecture.md: 50,000 against 35 million steps a second).
 * XState answers an event that a state does not accept with the very same snapshot; here that is `undefined`.
 */
export function createStep<Status extends string, LifecycleEvent extends string>(
  machine: AnyStateMachine,
): (status: Status, event: LifecycleEvent) => Status | undefined {
  const table = new Map<string, Status | undefined>();
  return (status, event) => {
    const pair = `${status} ${event}`;
    const known = table.get(pair);
    if (known !== undefined || table.has(pair)) return known;
    const after = transitionOnce<Status>(machine, status, event);
    table.set(pair, after);
    return after;
  };
}

function transitionOnce<Status extends string>(
  machine: AnyStateMachine,
  status: Status,
  event: string,
): Status | undefined {
  const before = machine.resolveState({ value: status, context: {} });
  const [after] = transition(machine, before, { type: event });
  // A machine's states are exactly its status type's members (checked by the machines' table test).
  return after.value === before.value ? undefined : (after.value as Status);
}
