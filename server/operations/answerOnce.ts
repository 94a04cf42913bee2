import { createHash } from 'node:crypto';
import type { Json } from '../../engine/model/json.ts';
import { isoOf } from './ports/clock.ts';
import type { RememberedAnswer } from './ports/idempotency.ts';
import { invalid, stateConflict } from './requestError.ts';
import type { Resources } from './resources.ts';

/** What was asked, and by whom, under which key. */
export interface KeyedAsking {
  readonly operator: string;
  readonly key: string;
  readonly methodPath: string;
  readonly body: unknown;
}

/** An answer as it is kept: plain JSON. */
export interface KeptAnswer {
  readonly status: number;
  readonly answer: Json;
}

/** `isForgotten`: what was asked changed nothing, so its answer is not kept, and a repetition asks again. */
export interface GivenAnswer extends KeptAnswer {
  readonly isForgotten?: boolean;
}

export type AnswerOnce = (asking: KeyedAsking, answer: () => Promise<GivenAnswer>) => Promise<KeptAnswer>;

const hashOf = (body: unknown): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

function requireSame(known: RememberedAnswer, methodPath: string, bodyHash: string): void {
  if (known.methodPath === methodPath && known.bodyHash === bodyHash) return;
  const message = `Idempotency-Key "${known.key}" was used for another call (${known.methodPath}).`;
  throw invalid([{ pointer: '/headers/Idempotency-Key', message, hint: 'Make a new key for each new call.' }]);
}

/**
 * The same key and body get the same answer. What was being answered when the server died is done again: its ids derive
 * from the key, so nothing is written twice.
 */
export function createAnswerOnce({ inbox, clock }: Pick<Resources, 'inbox' | 'clock'>): AnswerOnce {
  const inFlight = new Set<string>();
  return async ({ operator, key, methodPath, body }, answer) => {
    const bodyHash = hashOf(body);
    const name = `${operator}\n${key}`;
    const known = await inbox.idempotency.find(operator, key);
    if (known) requireSame(known, methodPath, bodyHash);
    if (known && known.status > 0) return { status: known.status, answer: known.answer };
    if (inFlight.has(name)) throw stateConflict('in-progress', 'The same call is being answered now.');
    inFlight.add(name);
    const record = { operator, key, methodPath, bodyHash, createdAt: isoOf(clock.nowMs()) };
    try {
      await inbox.idempotency.put({ ...record, status: 0, answer: null });
      const { isForgotten = false, ...given } = await answer().catch(async (error: unknown) => {
        // A refusal changed nothing, so the key may be used again once its reason is gone.
        await inbox.idempotency.remove(operator, key);
        throw error;
      });
      const kept = isForgotten
        ? inbox.idempotency.remove(operator, key)
        : inbox.idempotency.put({ ...record, ...given });
      // It is done, whatever becomes of the note: who asks again by the key is answered as after a death.
      await kept.catch(() => undefined);
      return given;
    } finally {
      inFlight.delete(name);
    }
  };
}
