import type { Point } from './geometry.ts';
import classes from './TransitionLine.module.css';

function Badge({ x, y, number }: Point & { readonly number: number }) {
  return (
    <g transform={`translate(${x} ${y})`} className={classes.badge}>
      <circle r={9} />
      <text textAnchor="middle" dominantBaseline="central" dy="0.5">
        {number}
      </text>
    </g>
  );
}

/** A jump is drawn as a pair of badges with one number: where it leaves, and where it arrives. */
export function JumpBadges({ line, number }: { readonly line: readonly Point[]; readonly number: number }) {
  const [start, end] = [line[0], line.at(-1)];
  if (!start || !end) return null;
  return (
    <>
      <Badge x={start.x + 20} y={start.y} number={number} />
      <Badge x={end.x - 22} y={end.y} number={number} />
    </>
  );
}
