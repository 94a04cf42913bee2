import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { rightSchema } from '../../server/contract/rights.ts';
import { ApiProblem } from '../api/ApiProblem.ts';

/** A problem in words: what, why, what next. */
export interface ProblemText {
  readonly title: string;
  readonly detail: string;
  readonly next: string;
}

/**
 * Words problems for operators, whatever was thrown.
 * @returns the function that does it
 */
export function useProblemText(): (problem: unknown) => ProblemText {
  const { t } = useTranslation(['frame', 'status']);
  return useCallback(
    (problem) => {
      if (!(problem instanceof ApiProblem)) {
        const detail = problem instanceof Error ? problem.message : '';
        return { title: t('frame:problem.crashed.title'), detail, next: t('frame:problem.crashed.next') };
      }
      const right = rightSchema.safeParse(problem.details.right);
      return {
        title: t(`frame:problem.${problem.code}.title`),
        detail: problem.details.detail,
        next: t(`frame:problem.${problem.code}.next`, { right: right.success ? t(`status:right.${right.data}`) : '' }),
      };
    },
    [t],
  );
}
