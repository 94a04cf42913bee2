import { useLocalStorage } from '@mantine/hooks';
import { useRef, type HTMLAttributes, type KeyboardEvent, type PointerEvent } from 'react';

const lowest = 120;
const usual = 260;
const step = 24;

const clamp = (height: number): number => Math.round(Math.min(Math.max(height, lowest), window.innerHeight * 0.7));

/**
 * The height of a drawer, remembered; drawn by pointer or arrow keys.
 * @returns the height, and what makes an element its handle
 */
export function useDrawerHeight(name: string): {
  readonly height: number;
  readonly handle: HTMLAttributes<HTMLElement>;
} {
  const [height, setHeight] = useLocalStorage({
    key: `signalbox.drawer.${name}.height`,
    defaultValue: usual,
    getInitialValueInEffect: false,
  });
  const drag = useRef<{ readonly y: number; readonly height: number }>(undefined);
  const handle: HTMLAttributes<HTMLElement> = {
    role: 'separator',
    tabIndex: 0,
    'aria-orientation': 'horizontal',
    'aria-valuenow': height,
    'aria-valuemin': lowest,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { y: event.clientY, height };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (drag.current) setHeight(clamp(drag.current.height + drag.current.y - event.clientY));
    },
    onPointerUp: () => {
      drag.current = undefined;
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
      event.preventDefault();
      setHeight(clamp(height + (event.key === 'ArrowUp' ? step : -step)));
    },
  };
  return { height: clamp(height), handle };
}
