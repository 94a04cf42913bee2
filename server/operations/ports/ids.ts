/** Makes ids: short, unique, sortable by the instant they were made at. */
export interface Ids {
  readonly next: () => string;
  /** Always the same id for the same text. */
  readonly derived: (text: string) => string;
}
