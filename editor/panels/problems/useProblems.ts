import { useEffect, useState } from 'react';
import type { Kinds } from '../../../engine/activity/kind.ts';
import { validateDefinition } from '../../../engine/graph/validateDefinition.ts';
import type { Problem } from '../../../engine/model/problem.ts';
import type { DefinitionDraft } from '../../document/definitionDraft.ts';

/** After so long without a change, the author has come to a stop. */
const pauseMs = 250;

/**
 * Judges a draft in the browser, with the rules that the server judges by, a moment after the last change.
 * @returns its problems, errors first
 */
export function useProblems(definition: DefinitionDraft, kinds: Kinds): readonly Problem[] {
  const [problems, setProblems] = useState(() => validateDefinition(definition, kinds).problems);
  useEffect(() => {
    const timer = setTimeout(() => {
      const found = validateDefinition(definition, kinds).problems;
      // The same problems as before stay the same list, so that no card is drawn anew for nothing.
      setProblems((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [definition, kinds]);
  return problems;
}
