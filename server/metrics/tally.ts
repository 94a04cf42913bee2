/** Counts what is alike: two are, where all of their labels are. */
export class Tally<Labels extends Readonly<Record<string, string | number>>> {
  readonly #counted = new Map<string, Labels & { count: number }>();

  add(labels: Labels, more = 1): void {
    const key = Object.values(labels).join('\n');
    const known = this.#counted.get(key);
    if (known) known.count += more;
    else this.#counted.set(key, { ...labels, count: more });
  }

  list(): readonly (Labels & { readonly count: number })[] {
    return [...this.#counted.values()];
  }
}
