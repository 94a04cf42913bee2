import { ActionIcon, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../i18n/useFormats.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import { StatusMark } from '../../ui/StatusMark.tsx';
import type { TaskSpan, TimelineLine as Line } from './timeline.ts';
import { barsOf, tookByPhase, type Range } from './timelineScale.ts';
import classes from './TimelineTab.module.css';

interface TimelineLineProps {
  readonly line: Line;
  readonly range: Range;
  readonly chosen: boolean;
  readonly name: string;
  readonly onSelect: (activity: string) => void;
}

/** How many tasks of one activity are drawn apart. */
const mostTasks = 100;

const percent = (part: number): string => `${(100 * part).toFixed(3)}%`;

function Track({ spans, range }: { readonly spans: readonly TaskSpan[]; readonly range: Range }) {
  const { fromMs, toMs } = range;
  const bars = useMemo(
    () =>
      barsOf(
        spans.flatMap(({ segments }) => segments),
        { fromMs, toMs },
      ),
    [spans, fromMs, toMs],
  );
  return (
    <span className={classes.track} aria-hidden>
      {bars.map(({ phase, from, width }) => (
        <span
          key={`${phase} ${from}`}
          className={joinClasses(classes.segment, classes[phase])}
          data-phase={phase}
          style={{ left: percent(from), width: percent(width) }}
        />
      ))}
    </span>
  );
}

/** What the bars show, in words: how long in each phase, how often tried, in how many rounds, and what failed. */
function useWordsOf(toMs: number): (spans: readonly TaskSpan[]) => string {
  const { t } = useTranslation(['drawer', 'status']);
  const formats = useFormats();
  return (spans) => {
    const last = spans.at(-1);
    const attempts = spans.reduce((sum, span) => sum + Math.max(0, span.attempts - 1), 0);
    const rounds = spans.reduce((sum, span) => sum + span.rounds, 0);
    const phases = [...tookByPhase(spans, toMs)].map(([phase, ms]) =>
      t('drawer:timeline.phaseTook', { phase: t(`drawer:timeline.phase.${phase}`), took: formats.duration(ms) }),
    );
    return [
      last && t(`status:task.${last.status}`),
      spans.length > 1 && t('drawer:timeline.tasks', { count: spans.length }),
      ...phases,
      attempts > 0 && t('drawer:timeline.retries', { count: attempts }),
      rounds > 0 && t('drawer:timeline.rounds', { count: rounds }),
      last?.failure,
    ]
      .filter((words) => typeof words === 'string')
      .join(' · ');
  };
}

interface RowProps {
  readonly spans: readonly TaskSpan[];
  readonly range: Range;
  readonly name: string;
  readonly minor?: boolean;
  readonly onClick: () => void;
}

function Row({ spans, range, name, minor = false, onClick }: RowProps) {
  const formats = useFormats();
  const words = useWordsOf(range.toMs)(spans);
  const first = spans[0];
  const last = spans.at(-1);
  if (!first || !last) return null;
  return (
    <Tooltip label={words} multiline maw={420} position="top" openDelay={150}>
      <UnstyledButton className={classes.row} onClick={onClick} data-tasks={spans.length}>
        <span className={joinClasses(classes.name, minor && classes.minor)}>
          <StatusMark status={last.status} size={14} />
          <span className={classes.nameWords}>{name}</span>
        </span>
        <Track spans={spans} range={range} />
        <span className={classes.took} aria-hidden>
          {formats.duration((last.toMs ?? range.toMs) - first.fromMs)}
        </span>
        <span className={classes.unseen}>{words}</span>
      </UnstyledButton>
    </Tooltip>
  );
}

/** An activity's line; where it had several tasks it opens to one line for each. */
export function TimelineLine({ line, range, chosen, name, onSelect }: TimelineLineProps) {
  const { t } = useTranslation('drawer');
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const { activity, spans } = line;
  const several = spans.length > 1;
  const shown = open && several ? spans.slice(-mostTasks) : [];
  const select = (): void => onSelect(activity);
  return (
    <li className={joinClasses(classes.line, chosen && classes.chosen)} data-timeline={activity}>
      {several && (
        <ActionIcon
          className={classes.opener}
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('timeline.open', { name })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        </ActionIcon>
      )}
      <Row spans={spans} range={range} name={name} onClick={select} />
      {shown.length > 0 && (
        <ol className={classes.lines} aria-label={t('timeline.tasksOf', { name })}>
          {shown.map((span) => (
            <li key={span.task}>
              <Row spans={[span]} range={range} name={formats.clock(span.fromMs)} minor onClick={select} />
            </li>
          ))}
          {shown.length < spans.length && (
            <li className={classes.note}>{t('timeline.newest', { count: shown.length, total: spans.length })}</li>
          )}
        </ol>
      )}
    </li>
  );
}
