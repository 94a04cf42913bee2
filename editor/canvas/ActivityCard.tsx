import { Tooltip } from '@mantine/core';
import type { NodeProps } from '@xyflow/react';
import { IconAlertTriangleFilled, IconExclamationCircleFilled } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../engine/model/problem.ts';
import { joinClasses } from '../ui/joinClasses.ts';
import { StatusMark } from '../ui/StatusMark.tsx';
import { useCanvasActions } from './canvasActions.tsx';
import { useCanvasFormats } from './canvasFormats.tsx';
import type { CardData, CardNode } from './canvasTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { CardMeta } from './CardMeta.tsx';
import { CardStatus } from './CardStatus.tsx';
import { hueOf, progressShare } from './drawnStatus.ts';
import { KindIcon } from './KindIcon.tsx';
import { LabelField } from './LabelField.tsx';
import classes from './ActivityCard.module.css';

function ProblemMark({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('canvas');
  const errors = problems.filter(({ level }) => level === 'error');
  const Icon = errors.length > 0 ? IconExclamationCircleFilled : IconAlertTriangleFilled;
  const words = problems.map(({ message }) => message).join('\n');
  return (
    <Tooltip label={words} multiline maw={320} style={{ whiteSpace: 'pre-line' }}>
      <span
        className={joinClasses(classes.problem, errors.length === 0 && classes.problemWarning)}
        role="img"
        aria-label={t('card.problems', { count: problems.length })}
      >
        <Icon size={20} aria-hidden />
      </span>
    </Tooltip>
  );
}

function Progress({ data }: { readonly data: CardData }) {
  const { t } = useTranslation('canvas');
  const share = progressShare(data.view);
  if (data.status !== 'running' || !data.view?.progress) return null;
  return (
    <div
      className={joinClasses(classes.progress, share === undefined && classes.progressOpen)}
      role="progressbar"
      aria-label={t('card.progress')}
      {...(share !== undefined && {
        'aria-valuenow': Math.round(share * 100),
        'aria-valuemin': 0,
        'aria-valuemax': 100,
      })}
    >
      <div style={share === undefined ? undefined : { transform: `scaleX(${share})` }} />
    </div>
  );
}

/** What an activity does, or when it begins next. */
function Line({ data }: { readonly data: CardData }) {
  const { t } = useTranslation('canvas');
  const formats = useCanvasFormats();
  const { reading, nextFiring, activity } = data;
  if (!reading.kind) return <div className={classes.unknown}>{t('card.kindUnknown', { kind: activity.type })}</div>;
  const line = reading.line ?? reading.kind.summary;
  const isCode = reading.kind.sql !== undefined;
  return (
    <div className={joinClasses(classes.line, isCode && classes.code)} title={line}>
      {nextFiring === undefined ? line : t('card.next', { line, when: formats?.instant(nextFiring) ?? nextFiring })}
    </div>
  );
}

/** Whether there is a mark in the corner: how it stands, or that it shall not simply run. */
const isMarked = ({ isLive, status, activity }: CardData): boolean =>
  isLive ? status !== 'notReached' : activity['execution'] === 'hold' || activity['execution'] === 'disabled';

function Corner({ data }: { readonly data: CardData }) {
  const { t } = useTranslation('canvas');
  const isHeld = data.activity['execution'] === 'hold';
  return (
    <span className={classes.corner}>
      {data.isLive ? (
        <CardStatus status={data.status} />
      ) : (
        <StatusMark status={isHeld ? 'held' : 'skipped'} size={16} label={isHeld ? t('card.held') : t('card.off')} />
      )}
    </span>
  );
}

/** An activity: what kind it is, its name, what it does; of an instance, how it stands. */
export const ActivityCard = memo(function ActivityCard({ id, data, selected }: NodeProps<CardNode>) {
  const { renaming } = useCanvasActions();
  const { activity, reading, connected, status, isLive, problems } = data;
  const outlets = useMemo(() => new Set(connected.split(' ')), [connected]);
  return (
    <div
      className={joinClasses(
        classes.card,
        selected && classes.selected,
        isLive && classes[status],
        activity['execution'] === 'disabled' && classes.disabled,
        isMarked(data) && classes.marked,
      )}
      data-hue={isLive ? hueOf(status) : undefined}
      data-group={reading.kind?.group}
      data-activity={id}
      data-status={isLive ? status : undefined}
    >
      <div className={classes.body}>
        <span className={classes.icon}>
          <KindIcon kind={activity.type} size={22} />
        </span>
        <div className={classes.words}>
          {renaming === id ? (
            <LabelField activity={id} label={data.label} />
          ) : (
            <div className={classes.label} title={data.label}>
              {data.label}
            </div>
          )}
          <Line data={data} />
          {isLive && <CardMeta view={data.view} status={status} />}
        </div>
        {isMarked(data) && <Corner data={data} />}
      </div>
      <Progress data={data} />
      {problems && <ProblemMark problems={problems} />}
      <CardHandles activity={id} reading={reading} connected={outlets} />
    </div>
  );
});
