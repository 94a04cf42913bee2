import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import type { HttpAnswer, HttpCall, Outside } from '../../../engine/activity/outside.ts';

const answer: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: '{"late": true}',
  url: 'http://door/',
};

/** Another system that answers when a test opens the door: `http://door/NAME`; `deaf` names hear of no cancelling. */
export interface Door {
  readonly outside: Outside;
  /** Whether somebody stands before the door. */
  readonly isKnocked: (name: string) => boolean;
  readonly open: (name: string) => void;
  readonly openAll: () => void;
}

export function createDoor(): Door {
  const waiting = new Map<string, () => void>();
  const send = ({ url, signal }: HttpCall): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const name = new URL(url).pathname.slice(1);
      waiting.set(name, () => resolve(answer));
      if (!name.includes('deaf')) signal?.addEventListener('abort', () => reject(new Error('cancelled')));
    });
  const open = (name: string): void => waiting.get(name)?.();
  return {
    outside: { ...nothingOutside, http: { send } },
    isKnocked: (name) => waiting.has(name),
    open,
    openAll: () => {
      for (const name of waiting.keys()) open(name);
    },
  };
}
