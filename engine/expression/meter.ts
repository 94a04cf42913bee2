/** Steps that one evaluation may take; one is roughly 20 to 100 ns. */
const stepsMax = 1_000_000;
/** A round of a comprehension costs more than a step: a failing one builds an error each time. */
const stepsARound = 10;

/** An evaluation that took too many steps. */
export class EvaluationTooLong extends Error {
  override readonly name = 'EvaluationTooLong';
  constructor() {
    super('it takes too many steps: loop over fewer items, or let SQL do the work');
  }
}

/**
 * Bounds the work of one evaluation. What an operator or function is about to read is weighed before it reads it, and a
 * comprehension pays for all its rounds before the first, so nothing depends on CEL passing on what is thrown here:
 * `||`, `exists` and `all` swallow errors.
 */
export class Meter {
  #left = stepsMax;

  get exhausted(): boolean {
    return this.#left < 0;
  }

  /** @throws EvaluationTooLong when nothing is left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new EvaluationTooLong();
  }

  /** Pays for reading a value with all that is in it. */
  weigh(value: unknown): void {
    if (typeof value === 'string') this.spend(1 + (value.length >> 4));
    else if (Array.isArray(value)) this.#weighAll(value);
    else if (value instanceof Map) this.#weighAll(value.values());
    else if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype)
      this.#weighAll(Object.values(value));
    else this.spend(1);
  }

  /** Gives a comprehension what it may loop over: nothing, when it cannot pay for its rounds. */
  admit(collection: unknown): unknown {
    this.#left -= stepsARound * sizeOf(collection);
    return this.exhausted ? [] : collection;
  }

  #weighAll(values: Iterable<unknown>): void {
    this.spend(1);
    for (const value of values) this.weigh(value);
  }
}

function sizeOf(collection: unknown): number {
  if (Array.isArray(collection)) return collection.length;
  if (collection instanceof Map) return collection.size;
  return typeof collection === 'object' && collection !== null ? Object.keys(collection).length : 1;
}
