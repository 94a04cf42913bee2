import type { Failure } from '../model/failure.ts';

/** Where an evaluation failed, and why. */
export interface ExpressionFault {
  readonly source: string;
  readonly message: string;
  /** Position in the source, from 0. */
  readonly at?: number;
  readonly failure?: 'config' | 'data';
}

const shown = (source: string): string => (source.length > 120 ? `${source.slice(0, 117)}...` : source);

/** An expression that gave no value: the variables do not fit (`data`), or it never could (`config`). */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure';
  readonly source: string;
  readonly at: number | undefined;
  /** As a task's failure (style.md, Errors). */
  readonly failure: Failure;

  constructor(fault: ExpressionFault, options?: ErrorOptions) {
    const place = fault.at === undefined ? '' : `, at character ${fault.at + 1}`;
    super(`The expression "${shown(fault.source)}" failed${place}: ${fault.message}`, options);
    this.source = fault.source;
    this.at = fault.at;
    this.failure = { cause: fault.failure ?? 'data', message: this.message };
  }
}
