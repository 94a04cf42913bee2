import { createContext, useContext } from 'react';

/** Where a picker of kinds opens, and what the chosen kind is wired to. */
export interface PickerRequest {
  /** Pixels of the window. */
  readonly at: { readonly x: number; readonly y: number };
  /** Where the new activity goes, in canvas coordinates; absent: beside what it is wired to. */
  readonly place?: readonly [number, number];
  readonly after?: { readonly activity: string; readonly outlet: string };
  /** The transition that the new activity is spliced into. */
  readonly on?: string;
  /** The picker changes this activity's kind instead of adding one. */
  readonly change?: string;
}

/** What cards and lines can ask of the canvas that they are on. */
export interface CanvasActions {
  readonly isEditable: boolean;
  readonly openPicker: (request: PickerRequest) => void;
  readonly openActivity: (activity: string) => void;
  readonly setLabel: (activity: string, label: string) => void;
  readonly removeActivity: (activity: string) => void;
  readonly duplicate: (activity: string) => void;
  readonly toggleExecution: (activity: string, execution: 'disabled' | 'hold') => void;
  readonly disconnect: (transition: string) => void;
  readonly selectTransition: (transition: string) => void;
  /** The activity whose label is being edited on its card. */
  readonly renaming: string | undefined;
  readonly setRenaming: (activity: string | undefined) => void;
}

const nothing = () => undefined;

const ActionsContext = createContext<CanvasActions>({
  isEditable: false,
  openPicker: nothing,
  openActivity: nothing,
  setLabel: nothing,
  removeActivity: nothing,
  duplicate: nothing,
  toggleExecution: nothing,
  disconnect: nothing,
  selectTransition: nothing,
  renaming: undefined,
  setRenaming: nothing,
});

/** Lends cards and lines the canvas' actions. */
export const CanvasActionsProvider = ActionsContext.Provider;

/** The actions of the canvas around. */
export const useCanvasActions = (): CanvasActions => useContext(ActionsContext);

const HoveredContext = createContext<string | undefined>(undefined);

/** Tells lines which of them is pointed at; apart from the actions, so that cards do not care. */
export const HoveredTransitionProvider = HoveredContext.Provider;

/** The transition that is pointed at. */
export const useHoveredTransition = (): string | undefined => useContext(HoveredContext);
