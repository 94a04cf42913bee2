import { useMemo } from 'react';
import type { Problem } from '../../../engine/model/problem.ts';
import type { WorkflowDocument } from '../../document/documentStore.ts';
import { useProblems } from '../../panels/problems/useProblems.ts';
import { kindCatalogue } from '../kindCatalogue.ts';
import type { SaveState } from './draftSaver.ts';

const identityOf = ({ code, pointer }: Problem): string => `${code} ${pointer}`;

/**
 * The problems that the browser finds at once, with those that only the server can find (SQL) where it has seen the
 * same drawing.
 * @returns each once, errors first
 */
export function useAllProblems({ definition, revision }: WorkflowDocument, save: SaveState): readonly Problem[] {
  const found = useProblems(definition, kindCatalogue.kinds);
  return useMemo(() => {
    const told = save.savedDocument === revision ? save.problems : [];
    const known = new Set(found.map(identityOf));
    const all = [...found, ...told.filter((problem) => !known.has(identityOf(problem)))];
    return all.sort((one, other) => Number(one.level === 'warning') - Number(other.level === 'warning'));
  }, [found, revision, save.problems, save.savedDocument]);
}
