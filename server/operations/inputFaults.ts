import { inputFaultsOf } from '../../engine/graph/inputsSchema.ts';
import type { Variables } from '../../engine/model/json.ts';
import type { FieldError } from '../contract/problemDetails.ts';

/** Nothing like it is published any more, but a version of old may hold it: to let anything pass would be worse. */
const uncheckable: FieldError = {
  pointer: '/input',
  message: 'The "inputs" of the definition are no JSON Schema that can be checked.',
  hint: 'Mend "inputs" and publish the workflow again.',
};

/** Everything in which an input differs from what a definition's `inputs`, a JSON Schema, asks for (semantics.md 6). */
export function inputFaults(inputs: Variables | undefined, input: Variables): readonly FieldError[] {
  if (inputs === undefined) return [];
  return (
    inputFaultsOf(inputs, input)?.map(({ path, message }) => ({
      pointer: `/${['input', ...path].join('/')}`,
      message,
      hint: 'The definition describes its inputs.',
    })) ?? [uncheckable]
  );
}
