import { Button, Progress } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BackfillView } from '../../../server/contract/schedules.ts';
import { stopBackfill } from '../../api/schedules.ts';
import { Instant } from '../../ui/Instant.tsx';
import page from '../../ui/page.module.css';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { MarkedWord } from '../../ui/StatusWord.tsx';
import { dayAt } from './agendaHours.ts';
import { useZoned } from './useZoned.ts';
import classes from './ScheduleDrawer.module.css';

const useStopping = ({ id, workflow }: BackfillView) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => stopBackfill(id),
    onError: (problem) => notifications.show({ message: <ProblemNotice problem={problem} />, withBorder: true }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['schedules', 'backfills', workflow] }),
  });
};

interface BackfillProgressProps {
  readonly backfill: BackfillView;
  readonly mayStop: boolean;
  readonly timeZone: string;
}

/** How far a backfill has come, and the way to end it. */
export function BackfillProgress({ backfill, mayStop, timeZone }: BackfillProgressProps) {
  const { t } = useTranslation('schedules');
  const { shortDay } = useZoned();
  const stopping = useStopping(backfill);
  const { from, to, status, total, begun, by, askedAt, reason } = backfill;
  const [first, last] = [dayAt(Date.parse(from), timeZone), dayAt(Date.parse(to) - 1, timeZone)];
  const days = { from: shortDay(first), to: shortDay(last), same: first === last ? 'yes' : 'no' };
  return (
    <li className={classes.backfill} data-backfill={backfill.id} data-status={status}>
      <div className={classes.backfillHead}>
        <span className={classes.backfillDays}>{t('backfill.days', days)}</span>
        <MarkedWord status={status} word={t(`backfill.status.${status}`)} />
        {status === 'running' && mayStop && (
          <Button size="compact-xs" variant="default" loading={stopping.isPending} onClick={() => stopping.mutate()}>
            {t('backfill.stop')}
          </Button>
        )}
      </div>
      <Progress
        value={total === 0 ? 100 : (begun / total) * 100}
        size="sm"
        aria-label={t('backfill.progress', { begun, total })}
      />
      <span className={page.sub}>
        {t('backfill.progress', { begun, total })} · {t('backfill.by', { by })} <Instant at={askedAt} />
        {reason !== null && ` · ${reason}`}
      </span>
    </li>
  );
}
