import type { Json } from '../../../engine/model/json.ts';

/** What was answered under an `Idempotency-Key`. */
export interface RememberedAnswer {
  readonly operator: string;
  readonly key: string;
  readonly methodPath: string;
  readonly bodyHash: string;
  /** 0 while it is being answered. */
  readonly status: number;
  readonly answer: Json;
  readonly createdAt: string;
}
export interface IdempotencyStore {
  find: (operator: string, key: string) => Promise<RememberedAnswer | undefined>;
  put: (answer: RememberedAnswer) => Promise<void>;
  remove: (operator: string, key: string) => Promise<void>;
  purge: (before: string) => Promise<number>;
}
