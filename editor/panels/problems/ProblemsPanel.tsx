import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangleFilled, IconCircleCheck, IconExclamationCircleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../engine/model/problem.ts';
import classes from './ProblemsPanel.module.css';

/** What the list of problems is given. */
export interface ProblemsPanelProps {
  readonly problems: readonly Problem[];
  /** A click or Enter on a problem; the page focuses the activity on the canvas. */
  readonly onFocus: (problem: Problem) => void;
}

function ProblemRow({ problem, onFocus }: { readonly problem: Problem; readonly onFocus: (problem: Problem) => void }) {
  const { t } = useTranslation('problems');
  const isError = problem.level === 'error';
  const Mark = isError ? IconExclamationCircleFilled : IconAlertTriangleFilled;
  return (
    <li>
      <UnstyledButton className={classes.row} onClick={() => onFocus(problem)}>
        <Mark
          size={16}
          className={isError ? classes.error : classes.warning}
          role="img"
          aria-label={t(`level.${problem.level}`)}
        />
        <span className={classes.words}>
          <span className={classes.message}>{problem.message}</span>
          {problem.hint && <span className={classes.hint}>{problem.hint}</span>}
        </span>
        <span className={classes.place}>{problem.activity ?? t('workflow')}</span>
        <code className={classes.pointer}>{problem.pointer || '/'}</code>
      </UnstyledButton>
    </li>
  );
}

/** The faults of what is drawn, errors first, each with the way to mend it. */
export function ProblemsPanel({ problems, onFocus }: ProblemsPanelProps) {
  const { t } = useTranslation('problems');
  const errors = problems.filter(({ level }) => level === 'error').length;
  if (problems.length === 0)
    return (
      <div className={classes.none}>
        <IconCircleCheck size={18} aria-hidden />
        {t('none')}
      </div>
    );
  return (
    <section className={classes.panel} aria-label={t('title')}>
      <p className={classes.summary}>{t('summary', { errors, warnings: problems.length - errors })}</p>
      <ul className={classes.list}>
        {problems.map((problem) => (
          <ProblemRow
            key={`${problem.code} ${problem.pointer} ${problem.message}`}
            problem={problem}
            onFocus={onFocus}
          />
        ))}
      </ul>
    </section>
  );
}
