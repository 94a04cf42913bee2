type Write = (facts: Readonly<Record<string, unknown>>, message: string) => void;

/** Where the program says what it does; pino is one. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}
