/** Why an input was refused: an answer, never an exception (style.md, habit 3). */
export type RejectionCode =
  | 'instance-refuses'
  | 'task-refuses'
  | 'task-unknown'
  | 'signal-unfit'
  | 'signal-unwanted'
  | 'signal-settled'
  | 'activity-unknown'
  | 'pause-cause-remains'
  | 'definition-outdated'
  | 'definition-unusable'
  | 'instance-unreadable'
  | 'nothing-to-run'
  | 'answered-already'
  | 'choice-unknown'
  | 'event-unknown'
  | 'rows-gone'
  | 'too-large';

/** A refused input: the code for programs, the sentence for people. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
}
