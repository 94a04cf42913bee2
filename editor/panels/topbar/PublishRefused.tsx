import { UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconExclamationCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FieldError } from '../../../server/contract/problemDetails.ts';
import classes from './PublishDialog.module.css';

interface PublishRefusedProps {
  readonly errors: readonly FieldError[];
  readonly onGo: (activity: string | undefined) => void;
}

/** Why a draft was not published: every error with its remedy; a click goes to the activity. */
export function PublishRefused({ errors, onGo }: PublishRefusedProps) {
  const { t } = useTranslation('workflow');
  const faults = errors.filter(({ level }) => level !== 'warning').length;
  return (
    <div className={classes.refused} role="alert">
      <strong>{t('publish.refusedTitle')}</strong>
      <p>{t('publish.refusedText', { count: faults })}</p>
      <ul className={classes.errors}>
        {errors.map(({ pointer, message, hint, activity, level }) => (
          <li key={`${pointer} ${message}`}>
            <UnstyledButton className={classes.error} onClick={() => onGo(activity)}>
              {level === 'warning' ? (
                <IconAlertTriangle size={16} className={classes.warningIcon} aria-hidden />
              ) : (
                <IconExclamationCircle size={16} className={classes.errorIcon} aria-hidden />
              )}
              <span>
                {activity !== undefined && <span className={classes.activity}>{activity}</span>} {message}
                {hint !== undefined && <span className={classes.hint}>{hint}</span>}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
