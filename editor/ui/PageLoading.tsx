import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './PageLoading.module.css';

/** A page that is on its way; it shows itself only when that takes a moment. */
export function PageLoading() {
  const { t } = useTranslation('frame');
  return (
    <div className={classes.loading} role="status" aria-label={t('loading')}>
      <Loader size="sm" />
    </div>
  );
}
