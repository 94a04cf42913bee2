/** Thrown when the program itself is wrong: never caught to go on (style.md, Errors). */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken';
}

/**
 * States what must be true at this point.
 * @throws InvariantBroken when it is not.
 */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantBroken(message);
}

/**
 * Ends a switch that must be complete; a new member of the union then breaks the build here.
 * @throws InvariantBroken when a value outside the type gets here after all.
 */
export function assertNever(value: never): never {
  throw new InvariantBroken(`Unexpected value: ${JSON.stringify(value)}`);
}
