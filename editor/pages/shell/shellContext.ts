import { createContext } from 'react';

/** What any page can open of the frame. */
export interface ShellOpeners {
  readonly openPalette: () => void;
  readonly openShortcuts: () => void;
}

/** The frame's openers, for whatever stands in it. */
export const ShellContext = createContext<ShellOpeners>({
  openPalette: () => undefined,
  openShortcuts: () => undefined,
});
