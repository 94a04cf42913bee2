/** Says when it is worth looking again; answers the function that ends it. */
export type Listen = (look: () => void) => () => void;

/**
 * Looks until something is there, whenever the worker says that something changed and at least ten times a second.
 * @returns what was found, or undefined when the time is over.
 */
export function waitUntil<Found>(
  look: () => Promise<Found | undefined>,
  { listen, timeoutMs }: { listen: Listen; timeoutMs: number },
): Promise<Found | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = { looking: false };
    const end = (settle: () => void): void => {
      clearInterval(interval);
      clearTimeout(timeout);
      unlisten();
      settle();
    };
    const tryOnce = (): void => {
      if (waiting.looking) return;
      waiting.looking = true;
      look()
        .then((found) => {
          if (found !== undefined) end(() => resolve(found));
        })
        .catch((error: unknown) => end(() => reject(error instanceof Error ? error : new TypeError(String(error)))))
        .finally(() => {
          waiting.looking = false;
        });
    };
    const interval = setInterval(tryOnce, 100);
    const timeout = setTimeout(() => end(() => resolve(undefined)), timeoutMs);
    const unlisten = listen(tryOnce);
    tryOnce();
  });
}
