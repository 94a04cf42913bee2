import type { ReactNode } from 'react';
import { joinClasses } from './joinClasses.ts';
import { lookOf, type AnyStatus, type Shape } from './statusLook.ts';
import classes from './StatusMark.module.css';

interface StatusMarkProps {
  readonly status: AnyStatus;
  readonly size?: number;
  /** Read aloud; left out where the word stands beside the mark. */
  readonly label?: string;
}

const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const onDisc = { ...stroke, stroke: 'var(--sb-surface)' } as const;

const shapes: Readonly<Record<Shape, ReactNode>> = {
  ring: (
    <g className={classes.turning}>
      <circle cx="8" cy="8" r="5.5" {...stroke} opacity="0.25" />
      <path d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5" {...stroke} />
    </g>
  ),
  disc: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  tick: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" />
      <path d="m5.2 8.2 2 2 3.6-4.2" {...onDisc} strokeWidth={1.8} />
    </>
  ),
  cross: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" />
      <path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" {...onDisc} strokeWidth={1.8} />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="5.8" {...stroke} strokeWidth={1.8} />
      <path d="M8 5v3.2l2 1.3" {...stroke} strokeWidth={1.8} />
    </>
  ),
  bars: <path d="M5.2 3v10M10.8 3v10" {...stroke} strokeWidth={3} />,
  square: <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" fill="currentColor" />,
  hand: (
    <>
      <path d="M8 1.6 14.4 8 8 14.4 1.6 8Z" fill="currentColor" />
      <path d="M6.6 6v4M9.4 6v4" {...onDisc} strokeWidth={1.6} />
    </>
  ),
  dash: (
    <>
      <circle cx="8" cy="8" r="5.8" {...stroke} strokeWidth={1.8} />
      <path d="M5.4 8h5.2" {...stroke} strokeWidth={1.8} />
    </>
  ),
  slash: (
    <>
      <circle cx="8" cy="8" r="5.8" {...stroke} strokeWidth={1.8} />
      <path d="m4.4 11.6 7.2-7.2" {...stroke} strokeWidth={1.8} />
    </>
  ),
  hollow: <circle cx="8" cy="8" r="5.2" {...stroke} strokeWidth={1.8} strokeDasharray="2.6 2.8" />,
  again: (
    <>
      <path d="M13 8a5 5 0 1 1-1.6-3.7" {...stroke} strokeWidth={1.8} />
      <path d="M13.4 1.9v3.2h-3.2" {...stroke} strokeWidth={1.8} />
    </>
  ),
};

/** A status as hue and shape together (never by colour alone). */
export function StatusMark({ status, size = 16, label }: StatusMarkProps) {
  const { tone, shape } = lookOf(status);
  return (
    <svg
      className={joinClasses(classes.mark, classes[tone])}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      data-status={status}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    >
      {label !== undefined && <title>{label}</title>}
      {shapes[shape]}
    </svg>
  );
}
