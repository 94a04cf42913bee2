const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** A JSON pointer (RFC 6901), e.g. `/activities/orders/sql`. */
export function pointerTo(...path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escaped(part)}`).join('');
}
