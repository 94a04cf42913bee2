import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../engine/model/failure.ts';
import classes from './AboutPanel.module.css';

/** What failed, and what can be done about it. */
export function FailureBox({ failure }: { readonly failure: Failure }) {
  const { t } = useTranslation('instance');
  return (
    <div className={classes.failure} role="alert">
      <strong>{t('panel.failure')}</strong>
      <p>{failure.message}</p>
      {failure.hint !== undefined && <p>{failure.hint}</p>}
    </div>
  );
}
