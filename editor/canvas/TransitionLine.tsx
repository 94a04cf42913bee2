import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { joinClasses } from '../ui/joinClasses.ts';
import type { LineData, LineEdge } from './canvasTypes.ts';
import type { Point } from './geometry.ts';
import { JumpBadges } from './JumpBadges.tsx';
import { labelPlace, roundedPath } from './route.ts';
import { TransitionLabel } from './TransitionLabel.tsx';
import classes from './TransitionLine.module.css';

/** The head: transitions always enter from the left. */
const headAt = ({ x, y }: Point) => `M${x - 9} ${y - 5}L${x - 1} ${y}L${x - 9} ${y + 5}Z`;

/** Lights the track once, each time that an event passes while somebody watches. */
function Pulse({ path, atMs }: { readonly path: string; readonly atMs: number | undefined }) {
  const [seenAtMs] = useState(atMs);
  if (atMs === undefined || atMs === seenAtMs) return null;
  return <path key={atMs} d={path} className={classes.pulse} pathLength={1} />;
}

function lineClass(data: LineData, isSelected: boolean): string {
  return joinClasses(
    classes.line,
    data.isLive && (data.count > 0 ? classes.taken : classes.untaken),
    data.outlet === 'error' && classes.error,
    data.isTarget && classes.target,
    isSelected && classes.selected,
  );
}

/** A transition: orthogonal with rounded corners, strong where events passed. */
export const TransitionLine = memo(function TransitionLine({ id, data, selected = false }: EdgeProps<LineEdge>) {
  if (!data) return null;
  const path = roundedPath(data.line);
  const end = data.line.at(-1) ?? { x: 0, y: 0 };
  const isJump = data.jump !== undefined;
  return (
    <g className={lineClass(data, selected)} data-transition={id} data-taken={data.count > 0 || undefined}>
      <path d={path} className={joinClasses(classes.hit, 'react-flow__edge-interaction')} />
      {!isJump && <path d={path} className={classes.casing} />}
      <path d={path} className={joinClasses('react-flow__edge-path', classes.track, isJump && classes.jump)} />
      <Pulse path={path} atMs={data.takenAtMs} />
      <path d={headAt(end)} className={classes.head} />
      {data.jump !== undefined && <JumpBadges line={data.line} number={data.jump} />}
      {!isJump && (
        <EdgeLabelRenderer>
          <TransitionLabel transition={id} data={data} place={labelPlace(data.line)} isSelected={selected} />
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
