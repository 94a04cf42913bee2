import { Anchor, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconTimeline } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import type { InstanceHistory } from '../../live/useInstanceHistory.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { useNow } from '../../ui/useNow.ts';
import { timelineOf, type Phase, type Timeline } from './timeline.ts';
import { TimelineLine } from './TimelineLine.tsx';
import { ticksOf, type Range } from './timelineScale.ts';
import classes from './TimelineTab.module.css';

interface TimelineTabProps {
  readonly view: InstanceView;
  readonly history: InstanceHistory;
  readonly selected: readonly string[];
  readonly onSelect: (activity: string) => void;
  readonly nameOf: (activity: string) => string;
}

/** How many lines are drawn at first, and how many more each time. */
const stretch = 200;
const legend: readonly Phase[] = ['queued', 'running', 'waiting', 'retrying', 'held', 'failed'];

const percent = (part: number): string => `${(100 * part).toFixed(3)}%`;

function Legend({ timeline }: { readonly timeline: Timeline }) {
  const { t } = useTranslation('drawer');
  return (
    <ul className={classes.legend} aria-label={t('timeline.legend')}>
      {legend.map((phase) => (
        <li key={phase} className={classes.key}>
          <span className={joinClasses(classes.sample, classes[phase])} aria-hidden />
          {t(`timeline.phase.${phase}`)}
        </li>
      ))}
      {timeline.standstills.length > 0 && (
        <li className={classes.key}>
          <span className={joinClasses(classes.sample, classes.standstill)} aria-hidden />
          {t('timeline.paused')}
        </li>
      )}
    </ul>
  );
}

/** The axis, its marks through all lines, and when the instance stood still behind them. */
function Backdrop({ timeline, range }: { readonly timeline: Timeline; readonly range: Range }) {
  const formats = useFormats();
  const phone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  const length = Math.max(1, range.toMs - range.fromMs);
  return (
    <div className={classes.backdrop} aria-hidden>
      <div className={classes.field}>
        {timeline.standstills.map(({ fromMs, toMs = range.toMs }) => (
          <span
            key={fromMs}
            className={joinClasses(classes.shade, classes.standstill)}
            style={{ left: percent((fromMs - range.fromMs) / length), width: percent((toMs - fromMs) / length) }}
          />
        ))}
        {ticksOf(range, phone ? 3 : 8).map((tick) => (
          <span key={tick} className={classes.tick} style={{ left: percent(tick / length) }}>
            <span className={classes.tickWords}>{formats.duration(tick)}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

/** The tasks of an instance over time: a line for each activity, growing while it runs. */
export function TimelineTab({ view, history, selected, onSelect, nameOf }: TimelineTabProps) {
  const { t } = useTranslation('drawer');
  const formats = useFormats();
  const [most, setMost] = useState(stretch);
  const lives = view.endedAtMs === undefined;
  const now = useNow(lives);
  const timeline = useMemo(() => timelineOf(history.entries), [history.entries]);
  if (!timeline && history.isLoading) return <PageLoading />;
  if (!timeline || timeline.lines.length === 0) {
    return (
      <EmptyState icon={<IconTimeline size={22} aria-hidden />} title={t('timeline.empty.title')}>
        {t('timeline.empty.text')}
      </EmptyState>
    );
  }
  // The clock of the server may be ahead of this one.
  const range = { fromMs: timeline.fromMs, toMs: lives ? Math.max(now, timeline.toMs) : timeline.toMs };
  const hidden = timeline.lines.length - most;
  const stood = timeline.standstills.reduce((sum, { fromMs, toMs = range.toMs }) => sum + toMs - fromMs, 0);
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <Legend timeline={timeline} />
        <span className={classes.note}>
          {t('timeline.about', { tasks: timeline.tasks, took: formats.duration(range.toMs - range.fromMs) })}
          {stood > 0 && ` · ${t('timeline.stood', { took: formats.duration(stood) })}`}
        </span>
      </div>
      {history.loadEarlier && (
        <p className={classes.note}>
          {t('timeline.partial')}{' '}
          <Anchor component="button" size="xs" onClick={history.loadEarlier}>
            {t('earlier')}
          </Anchor>
        </p>
      )}
      <div className={classes.picture}>
        <Backdrop timeline={timeline} range={range} />
        <ol className={classes.lines} aria-label={t('tab.timeline')}>
          {timeline.lines.slice(0, most).map((line) => (
            <TimelineLine
              key={line.activity}
              line={line}
              range={range}
              chosen={selected.includes(line.activity)}
              name={nameOf(line.activity)}
              onSelect={onSelect}
            />
          ))}
        </ol>
      </div>
      {hidden > 0 && (
        <Button variant="subtle" size="compact-xs" m={8} onClick={() => setMost(most + stretch)}>
          {t('timeline.more', { count: hidden })}
        </Button>
      )}
    </div>
  );
}
