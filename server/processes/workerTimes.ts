export const pingEveryMs = 250;
/** Unanswered for so long, the worker is executing a statement. */
export const busyAfterMs = 600;
/** So long a worker that is asked to stop something may be silent; with a restart the stop takes effect within 2 s. */
export const stopGraceMs = 700;
export const stopLookEveryMs = 100;
/** After that nobody looks any more: the worker listens, and the stop is its own concern. */
export const stopWatchedMs = 60_000;
/** How often, and for how long, it is tried to end the statements of a stop that cannot wait. */
export const cancelEveryMs = 200;
export const cancelForMs = 10_000;
export const restartDelaysMs = [0, 100, 500, 2_000, 5_000];
export const healthyMs = 10_000;
/** How long a worker may finish what it executes before it is ended for something that it must not see. */
export const restMs = 30_000;
