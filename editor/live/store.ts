/** A value that can be subscribed to, as `useSyncExternalStore` wants it. */
export interface Store<Value> {
  readonly getSnapshot: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
  readonly set: (value: Value) => void;
}

/**
 * Creates a store; setting the same value again tells nobody.
 * @returns the store
 */
export function createStore<Value>(initial: Value): Store<Value> {
  const listeners = new Set<() => void>();
  const held = { value: initial };
  return {
    getSnapshot: () => held.value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (value) => {
      if (Object.is(held.value, value)) return;
      held.value = value;
      for (const listener of listeners) listener();
    },
  };
}
