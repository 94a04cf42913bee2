/** What time it is; tests bring their own. */
export interface Clock {
  readonly nowMs: () => number;
}

/** An instant as rows and answers write it: UTC with milliseconds. */
export const isoOf = (ms: number): string => new Date(ms).toISOString();

/** An instant that may be absent. */
export const isoOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : isoOf(ms);
