import { useTranslation } from 'react-i18next';
import { Elapsed } from '../ui/Elapsed.tsx';
import { useCanvasFormats } from './canvasFormats.tsx';
import type { CardData } from './canvasTypes.ts';
import { taskCount } from './drawnStatus.ts';
import classes from './ActivityCard.module.css';

type MetaProps = Pick<CardData, 'view' | 'status'>;

/** How many rows so far, and of how many. */
function Rows({ view }: Pick<CardData, 'view'>) {
  const { t } = useTranslation('canvas');
  const rows = view?.progress?.rows ?? view?.recordCount;
  const total = view?.progress?.total;
  if (rows === undefined) return null;
  return <span>{total === undefined ? t('card.rows', { count: rows }) : t('card.rowsOf', { rows, total })}</span>;
}

/** How long it ran, runs, or when it goes on. */
function Timing({ view, status }: MetaProps) {
  const formats = useCanvasFormats();
  if (status === 'running' && view?.startedAtMs !== undefined) return <Elapsed from={view.startedAtMs} />;
  if ((status === 'waiting' || status === 'retrying') && view?.dueAtMs !== undefined)
    return <span>{formats?.instant(view.dueAtMs)}</span>;
  return view?.durationMs === undefined ? null : <span>{formats?.duration(view.durationMs)}</span>;
}

/** Figures speak for what runs well or is done; what stands still is named. */
const needsWord = ({ view, status }: MetaProps): boolean =>
  !(status === 'done' || status === 'running' || status === 'warning') ||
  (view?.durationMs === undefined && view?.startedAtMs === undefined);

/** The third line of a lit card: what happened there, in figures; of a failed one the reason. */
export function CardMeta({ view, status }: MetaProps) {
  const { t } = useTranslation('canvas');
  const count = taskCount(view);
  if (status === 'notReached') return null;
  if (status === 'failed' && view?.failure)
    return (
      <div className={classes.failure} title={view.failure.message}>
        {view.failure.message}
      </div>
    );
  return (
    <div className={classes.meta}>
      {needsWord({ view, status }) && <span className={classes.word}>{t(`status.${status}`)}</span>}
      <Rows view={view} />
      <Timing view={view} status={status} />
      {count > 1 && <span title={t('card.tasks', { count })}>{t('card.times', { count })}</span>}
    </div>
  );
}
