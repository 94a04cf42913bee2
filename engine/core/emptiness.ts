/** Whether nothing is kept by any id: every step asks, so that no list is made for it. */
export function isEmpty(kept: object): boolean {
  for (const _id in kept) return false;
  return true;
}
