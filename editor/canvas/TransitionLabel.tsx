import { IconPlus, IconX } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { joinClasses } from '../ui/joinClasses.ts';
import { useCanvasActions, useHoveredTransition } from './canvasActions.tsx';
import { useCanvasFormats } from './canvasFormats.tsx';
import type { LineData } from './canvasTypes.ts';
import type { Point } from './geometry.ts';
import classes from './TransitionLabel.module.css';

interface TransitionLabelProps {
  readonly transition: string;
  readonly data: LineData;
  readonly place: Point & { readonly room: number };
  readonly isSelected: boolean;
}

/** About how wide a letter of a label is. */
const letterWidth = 5.7;

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ');

/** The longest of several wordings that has room, else the last. */
const fitting = (wordings: readonly string[], room: number): string =>
  wordings.find((words) => words.length * letterWidth <= room) ?? wordings.at(-1) ?? '';

interface PassedProps {
  readonly transition: string;
  readonly data: LineData;
  readonly room: number;
}

/**
 * `574 · ok · 1.2 s`: how many rows passed, by which way, and how long that took. A click chooses the transition; keys
 * reach what passed in the drawer, where each of hundreds of labels is not one Tab more.
 */
function Passed({ transition, data, room }: PassedProps) {
  const { t } = useTranslation('canvas');
  const { selectTransition } = useCanvasActions();
  const formats = useCanvasFormats();
  const amount = data.recordCount === undefined ? undefined : formats?.number(data.recordCount);
  const result = data.label ?? (data.outlet === 'error' ? t('line.error') : t('line.ok'));
  const duration = data.durationMs === undefined ? undefined : formats?.duration(data.durationMs);
  const times = data.count > 1 ? t('card.times', { count: data.count }) : undefined;
  const all = joined([amount, result, duration, times]);
  const wordings = [all, joined([amount, result, duration]), joined([amount, result]), amount ?? result];
  return (
    <button
      type="button"
      tabIndex={-1}
      className={joinClasses(classes.passed, data.outlet === 'error' && classes.error)}
      title={all}
      onClick={(event) => {
        event.stopPropagation();
        selectTransition(transition);
      }}
    >
      {fitting(wordings, room)}
    </button>
  );
}

/** What can be done with a transition: put an activity in, or cut it. */
function Tools({ transition }: { readonly transition: string }) {
  const { t } = useTranslation('canvas');
  const { openPicker, disconnect } = useCanvasActions();
  const insert = (event: MouseEvent<HTMLElement>) => {
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    openPicker({ at: { x: box.left, y: box.bottom + 8 }, on: transition });
  };
  return (
    <span className={classes.tools}>
      <button type="button" aria-label={t('line.insert')} title={t('line.insert')} tabIndex={-1} onClick={insert}>
        <IconPlus size={12} stroke={2.5} aria-hidden />
      </button>
      <button
        type="button"
        aria-label={t('line.cut')}
        title={t('line.cut')}
        tabIndex={-1}
        onClick={() => disconnect(transition)}
      >
        <IconX size={12} stroke={2.5} aria-hidden />
      </button>
    </span>
  );
}

/** The name of a way that no event has taken, or not yet. */
function Name({ data }: { readonly data: LineData }) {
  const tone = data.outlet === 'error' && !data.isLive ? classes.error : undefined;
  return <span className={joinClasses(classes.pill, tone, data.isLive && classes.quiet)}>{data.label}</span>;
}

/** The words on a transition, and its tools while it is chosen or pointed at. */
export function TransitionLabel({ transition, data, place, isSelected }: TransitionLabelProps) {
  const { isEditable } = useCanvasActions();
  const hovered = useHoveredTransition();
  const showsTools = isEditable && (isSelected || hovered === transition);
  const isPassed = data.isLive && data.count > 0;
  if (!showsTools && !isPassed && data.label === undefined) return null;
  const content = () => {
    if (showsTools) return <Tools transition={transition} />;
    return isPassed ? <Passed transition={transition} data={data} room={place.room} /> : <Name data={data} />;
  };
  // What passed is written above the track, which stays to be seen; names and tools lie on it.
  const lift = isPassed && !showsTools ? '-100%' : '-50%';
  return (
    <div
      className={joinClasses(classes.place, 'nodrag', 'nopan')}
      data-transition-label={transition}
      style={{
        transform: `translate(-50%, ${lift}) translate(${place.x}px, ${place.y - (lift === '-100%' ? 3 : 0)}px)`,
      }}
    >
      {content()}
    </div>
  );
}
