import type { FormProblem } from '../../../definitions/forms/formContext.tsx';
import type { Problem } from '../../../engine/model/problem.ts';

/** The problems at a place of the definition or below it, with pointers that begin there. */
export function problemsAt(problems: readonly Problem[], place: string): readonly FormProblem[] {
  return problems.flatMap(({ pointer, message, hint, level }) =>
    pointer === place || pointer.startsWith(`${place}/`)
      ? [{ pointer: pointer.slice(place.length), message, hint, level }]
      : [],
  );
}
