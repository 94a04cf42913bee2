import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { useSession } from '../../ui/SessionProvider.tsx';
import { pagesFor } from './openPages.ts';

const patienceMs = 1_000;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `g` then a letter goes to a page, from anywhere but a field. */
export function useGoKeys(): void {
  const [, navigate] = useLocation();
  const { rights } = useSession();
  useEffect(() => {
    const state = { pressedAt: -Infinity };
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'g') {
        state.pressedAt = event.timeStamp;
        return;
      }
      const item = pagesFor((right) => rights.includes(right)).find(({ letter }) => letter === event.key);
      if (!item || event.timeStamp - state.pressedAt > patienceMs) return;
      state.pressedAt = -Infinity;
      event.preventDefault();
      event.stopPropagation();
      navigate(item.href);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [navigate, rights]);
}
