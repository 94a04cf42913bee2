import type { DefinitionDraft } from './definitionDraft.ts';
import type { Edit } from './edit.ts';
import type { Selection } from './selection.ts';
import { takeStep, type Step } from './step.ts';

/** One thing that undo takes back: the steps there and back, and what was selected on either side. */
export interface Undoable {
  readonly steps: readonly Step[];
  readonly inverse: readonly Step[];
  readonly before: Selection;
  readonly after: Selection;
  /** Edits of one key that follow each other are one. */
  readonly mergeKey?: string;
}

const most = 500;

/** Takes steps in their order. */
export const takeSteps = (definition: DefinitionDraft, steps: readonly Step[]): DefinitionDraft =>
  steps.reduce((current, step) => takeStep(current, step).definition, definition);

/** Puts an edit on the stack, or joins it with the one on top. */
export function pushEdit(
  stack: readonly Undoable[],
  edit: Edit,
  item: Omit<Undoable, 'steps' | 'inverse'>,
): readonly Undoable[] {
  const top = stack.at(-1);
  if (top?.mergeKey === undefined || top.mergeKey !== item.mergeKey) {
    return [...stack, { ...item, steps: edit.steps, inverse: edit.inverse }].slice(-most);
  }
  return [...stack.slice(0, -1), { ...top, ...joined(top, edit), after: item.after }];
}

/** Two settings of one member are the last one there and the first one back: typing does not pile up steps. */
function joined(top: Undoable, edit: Edit): Pick<Undoable, 'steps' | 'inverse'> {
  const [old, next] = [top.steps[0], edit.steps[0]];
  const isRepeated =
    top.steps.length === 1 &&
    edit.steps.length === 1 &&
    old?.does === 'setKey' &&
    next?.does === 'setKey' &&
    old.key === next.key &&
    old.in.join('/') === next.in.join('/');
  if (isRepeated) return { steps: [{ ...old, value: next.value }], inverse: top.inverse };
  return { steps: [...top.steps, ...edit.steps], inverse: [...edit.inverse, ...top.inverse] };
}

/** The stack with its top closed to further merging. */
export function sealStack(stack: readonly Undoable[]): readonly Undoable[] {
  const top = stack.at(-1);
  if (top?.mergeKey === undefined) return stack;
  const { mergeKey: _mergeKey, ...sealed } = top;
  return [...stack.slice(0, -1), sealed];
}
