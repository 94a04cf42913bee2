/** Whether two objects have the same members, by identity. */
export function hasSameMembers(one: object, other: object): boolean {
  const mine = Object.entries(one);
  const theirs = new Map<string, unknown>(Object.entries(other));
  return (
    mine.length === theirs.size && mine.every(([key, value]) => theirs.has(key) && Object.is(value, theirs.get(key)))
  );
}

/** A card or a line of React Flow, as far as it matters here. */
export interface Drawn {
  readonly id: string;
  readonly data?: object;
}

function isSame(one: Drawn, other: Drawn): boolean {
  const mine = Object.entries(one);
  const theirs = new Map<string, unknown>(Object.entries(other));
  return (
    mine.length === theirs.size &&
    mine.every(([key, value]) => {
      if (key === 'data') return hasSameMembers(one.data ?? {}, other.data ?? {});
      // What is neither the same nor `data` is a place: two numbers.
      return Object.is(value, theirs.get(key)) || JSON.stringify(value) === JSON.stringify(theirs.get(key));
    })
  );
}

/** The new list with every member that says the same as before replaced by the object from before: React then skips it. */
export function keepSameMembers<T extends Drawn>(before: readonly T[], after: readonly T[]): readonly T[] {
  const known = new Map(before.map((item) => [item.id, item]));
  const kept = after.map((item) => {
    const old = known.get(item.id);
    return old && isSame(old, item) ? old : item;
  });
  return kept.length === before.length && kept.every((item, index) => item === before[index]) ? before : kept;
}
