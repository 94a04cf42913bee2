import type { Direction } from './walk.ts';

/** What a key means on the canvas. */
export type CanvasKey =
  | 'add'
  | 'open'
  | 'rename'
  | 'remove'
  | 'removeAndReconnect'
  | 'undo'
  | 'redo'
  | 'selectAll'
  | 'duplicate'
  | 'off'
  | 'hold'
  | 'fit'
  | 'tidy'
  | 'nothing'
  | Direction;

/** A key with what is held down, in one spelling on every machine: `mod` is Ctrl, on a Mac Command. */
interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const watching: Readonly<Record<string, CanvasKey>> = {
  arrowleft: 'left',
  arrowright: 'right',
  arrowup: 'up',
  arrowdown: 'down',
  enter: 'open',
  escape: 'nothing',
  1: 'fit',
};

const drawing: Readonly<Record<string, CanvasKey>> = {
  ...watching,
  tab: 'add',
  f2: 'rename',
  delete: 'remove',
  backspace: 'remove',
  'mod+delete': 'removeAndReconnect',
  'mod+backspace': 'removeAndReconnect',
  'mod+z': 'undo',
  'mod+shift+z': 'redo',
  'mod+y': 'redo',
  'mod+a': 'selectAll',
  'mod+d': 'duplicate',
  d: 'off',
  h: 'hold',
  'shift+t': 'tidy',
};

/** What a key press means: on a canvas that is only watched, nothing that changes it. */
export function canvasKey(press: KeyPress, isEditable: boolean): CanvasKey | undefined {
  const held = [(press.ctrlKey || press.metaKey) && 'mod', press.shiftKey && 'shift', press.altKey && 'alt'];
  const name = [...held, press.key.toLowerCase()].filter((part) => part !== false).join('+');
  return (isEditable ? drawing : watching)[name];
}
