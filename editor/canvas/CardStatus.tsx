import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { StatusMark } from '../ui/StatusMark.tsx';
import type { DrawnStatus } from './drawnStatus.ts';
import classes from './ActivityCard.module.css';

/** A status as shape and hue, named for those who cannot see it. */
export function CardStatus({ status }: { readonly status: DrawnStatus }) {
  const { t } = useTranslation('canvas');
  if (status === 'notReached') return null;
  if (status === 'warning')
    return (
      <IconAlertTriangleFilled size={18} className={classes.warning} role="img" aria-label={t('status.warning')} />
    );
  return <StatusMark status={status === 'ready' ? 'pending' : status} size={18} label={t(`status.${status}`)} />;
}
