import { useEffect } from 'react';
import { useLocation } from 'wouter';

const places: Readonly<Record<string, string>> = { h: '/', w: '/workflows', i: '/instances' };
const patienceMs = 1_000;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** `g` then a letter goes to a page, from anywhere but a field. */
export function useGoKeys(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    const state = { pressedAt: -Infinity };
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'g') {
        state.pressedAt = event.timeStamp;
        return;
      }
      const place = places[event.key];
      if (place === undefined || event.timeStamp - state.pressedAt > patienceMs) return;
      state.pressedAt = -Infinity;
      event.preventDefault();
      event.stopPropagation();
      navigate(place);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [navigate]);
}
