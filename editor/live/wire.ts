/** The wire, as narrow as it is used: Socket.IO in the browser, anything in a test. */
export interface Wire {
  readonly on: (event: string, listener: (message: unknown) => void) => void;
  /** Emits and waits for the acknowledgement. */
  readonly ask: (event: string, message: unknown) => Promise<unknown>;
  readonly emit: (event: string, message: unknown) => void;
  readonly open: () => void;
  readonly close: () => void;
}
