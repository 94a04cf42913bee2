/** What a page can ask of a canvas. */
export interface CanvasHandle {
  readonly fit: () => void;
  /** Scrolls an activity into the middle and selects it. */
  readonly focusActivity: (activity: string) => void;
  /** Scrolls an activity into sight, where it is not; the selection stays. */
  readonly reveal: (activity: string) => void;
  /** Adds an activity of a kind: behind the selected one, else in the middle of what is seen (edit mode only). */
  readonly addKind: (kind: string) => void;
  /** Lays the graph out anew (edit mode only), as one step of undo. */
  readonly tidyUp: () => Promise<void>;
}
