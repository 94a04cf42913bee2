import { useState } from 'react';

/**
 * The value from before for as long as nothing that matters changed, so that what is computed from it is kept too.
 * @returns the kept value, or the new one
 */
export function useKept<T>(value: T, isSame: (before: T, after: T) => boolean): T {
  const [kept, setKept] = useState(value);
  if (kept === value || isSame(kept, value)) return kept;
  setKept(value);
  return value;
}
