import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/ApiProblem.ts';
import { joinClasses } from './joinClasses.ts';
import { useProblemText } from './useProblemText.ts';
import classes from './ProblemNotice.module.css';

interface ProblemNoticeProps {
  readonly problem: unknown;
  readonly onRetry?: () => void;
  /** Fills the page, rather than standing in a panel. */
  readonly page?: boolean;
}

/** What went wrong, why, and what to do next. */
export function ProblemNotice({ problem, onRetry, page = false }: ProblemNoticeProps) {
  const { t } = useTranslation('frame');
  const { title, detail, next } = useProblemText()(problem);
  return (
    <div role="alert" className={joinClasses(classes.notice, page && classes.page)}>
      <IconAlertTriangle size={page ? 28 : 20} className={classes.icon} aria-hidden />
      <div className={classes.words}>
        {page ? <h1 className={classes.title}>{title}</h1> : <p className={classes.title}>{title}</p>}
        {detail && <p className={classes.detail}>{detail}</p>}
        <p className={classes.next}>{next}</p>
        {problem instanceof ApiProblem && problem.errors.length > 0 && (
          <ul className={classes.errors}>
            {problem.errors.map((error) => (
              <li key={`${error.pointer} ${error.message}`}>
                <code>{error.pointer}</code> {error.message} {error.hint}
              </li>
            ))}
          </ul>
        )}
        {onRetry && (
          <Button variant="default" size="xs" mt="sm" onClick={onRetry}>
            {t('problem.retry')}
          </Button>
        )}
      </div>
    </div>
  );
}
