/** A value that is made when it is first asked for, and then stays: for what most callers never ask for. */
export function lazily<Value>(make: () => Value): () => Value {
  const made: { value?: { readonly it: Value } } = {};
  return () => (made.value ??= { it: make() }).it;
}
