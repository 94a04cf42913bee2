/** Which nodes a node leads to. */
export type Successors<Id extends string> = (id: Id) => readonly Id[];

/** All that can be reached from some nodes, themselves included, without entering a node that is `closed`. */
export function reachableFrom<Id extends string>(
  from: Iterable<Id>,
  successors: Successors<Id>,
  closed: (id: Id) => boolean = () => false,
): ReadonlySet<Id> {
  const reached = new Set(from);
  // A Set that grows while it is walked gives the added elements too.
  for (const id of reached) {
    for (const next of successors(id)) if (!closed(next)) reached.add(next);
  }
  return reached;
}

interface Visit<Id extends string> {
  readonly id: Id;
  readonly rest: Iterator<Id>;
}

/** Tarjan's search with a stack of its own: a chain of ten thousand activities must not exhaust the program's. */
class ComponentSearch<Id extends string> {
  readonly components: Id[][] = [];
  readonly #numbers = new Map<Id, number>();
  readonly #lowest = new Map<Id, number>();
  readonly #open: Id[] = [];
  readonly #isOpen = new Set<Id>();
  readonly #successors: Successors<Id>;

  constructor(successors: Successors<Id>) {
    this.#successors = successors;
  }

  visit(root: Id): void {
    if (this.#numbers.has(root)) return;
    const path: Visit<Id>[] = [this.#enter(root)];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.next();
      if (next.done) this.#leave(path);
      else if (!this.#numbers.has(next.value)) path.push(this.#enter(next.value));
      else if (this.#isOpen.has(next.value)) this.#lower(top.id, this.#numbers.get(next.value) ?? 0);
    }
  }

  #enter(id: Id): Visit<Id> {
    const number = this.#numbers.size;
    this.#numbers.set(id, number);
    this.#lowest.set(id, number);
    this.#open.push(id);
    this.#isOpen.add(id);
    return { id, rest: this.#successors(id)[Symbol.iterator]() };
  }

  #leave(path: Visit<Id>[]): void {
    const left = path.pop();
    if (!left) return;
    const lowest = this.#lowest.get(left.id) ?? 0;
    const above = path.at(-1);
    if (above) this.#lower(above.id, lowest);
    if (lowest === this.#numbers.get(left.id)) this.#close(left.id);
  }

  #lower(id: Id, number: number): void {
    this.#lowest.set(id, Math.min(this.#lowest.get(id) ?? 0, number));
  }

  #close(root: Id): void {
    const component = this.#open.splice(this.#open.lastIndexOf(root));
    for (const id of component) this.#isOpen.delete(id);
    this.components.push(component);
  }
}

/** All nodes, those on common cycles together; what a group leads to comes before it. */
export function componentsOf<Id extends string>(
  ids: Iterable<Id>,
  successors: Successors<Id>,
): readonly (readonly Id[])[] {
  const search = new ComponentSearch(successors);
  for (const id of ids) search.visit(id);
  return search.components;
}

/** The groups of nodes that lie on a common cycle; a node alone only where it leads to itself. */
export function cyclesOf<Id extends string>(ids: Iterable<Id>, successors: Successors<Id>): readonly (readonly Id[])[] {
  return componentsOf(ids, successors).filter(([first, second]) => {
    return second !== undefined || (first !== undefined && successors(first).includes(first));
  });
}
