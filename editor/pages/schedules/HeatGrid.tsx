import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeatCell, HeatMap, HeatRow } from '../../../server/contract/heatMap.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import { levelOf } from './heatLevel.ts';
import { nextCell, type GridKey } from './gridWalk.ts';
import { useZoned } from './useZoned.ts';
import classes from './HeatGrid.module.css';

const minutes = Array.from({ length: 12 }, (_minute, index) => index * 5);
const twoDigits = (value: number): string => String(value).padStart(2, '0');

interface CellProps {
  readonly cell: HeatCell | undefined;
  readonly map: HeatMap;
  readonly opened: string | null;
  /** The one that Tab leads to. */
  readonly isStop: boolean;
  readonly onOpen: (at: string) => void;
  readonly onFocus: (at: string) => void;
}

/** Five minutes; what is to come, and what the clocks leave out, is no button. */
function Cell({ cell, map, opened, isStop, onOpen, onFocus }: CellProps) {
  const { t } = useTranslation('schedules');
  const { time } = useZoned();
  if (!cell) return <td role="gridcell" className={classes.gap} aria-label={t('heat.gap')} />;
  const { startsAt, workflows, runs } = cell;
  if (startsAt > map.asOf) return <td role="gridcell" className={classes.toCome} aria-label={t('heat.toCome')} />;
  return (
    <td role="gridcell" className={classes.cell}>
      <button
        type="button"
        data-cell={startsAt}
        tabIndex={isStop ? 0 : -1}
        className={joinClasses(
          classes.button,
          classes[`level${levelOf(workflows, map.most)}`],
          opened === startsAt && classes.opened,
        )}
        aria-label={t('heat.cell', { time: time(startsAt), workflows, runs })}
        title={t('heat.cell', { time: time(startsAt), workflows, runs })}
        onClick={() => onOpen(startsAt)}
        onFocus={() => onFocus(startsAt)}
      >
        {workflows === 0 ? '' : workflows}
      </button>
    </td>
  );
}

function Row({
  row,
  doubled,
  ...rest
}: Omit<CellProps, 'cell' | 'isStop'> & {
  readonly row: HeatRow;
  readonly doubled: boolean;
  readonly stop: string | undefined;
}) {
  const { stop, ...props } = rest;
  return (
    <tr>
      <th scope="row" className={classes.hour}>
        {twoDigits(row.hour)}
        {doubled && <span className={classes.offset}>{row.offset}</span>}
      </th>
      {minutes.map((minute) => {
        const cell = row.cells.find((one) => one.minute === minute);
        return <Cell key={minute} cell={cell} isStop={cell !== undefined && cell.startsAt === stop} {...props} />;
      })}
    </tr>
  );
}

interface HeatGridProps {
  readonly map: HeatMap;
  readonly opened: string | null;
  readonly onOpen: (at: string) => void;
}

const keys: Readonly<Record<string, GridKey>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** Hours by five minutes: the arrows walk, Enter opens; Tab passes the grid in one step. */
export function HeatGrid({ map, opened, onOpen }: HeatGridProps) {
  const { t } = useTranslation('schedules');
  const grid = useRef<HTMLTableElement>(null);
  const [focused, setFocused] = useState<string>();
  const past = map.rows.flatMap(({ cells }) => cells).filter(({ startsAt }) => startsAt <= map.asOf);
  const stop = (past.find(({ startsAt }) => startsAt === (opened ?? focused)) ?? past[0])?.startsAt;
  const walk = (event: KeyboardEvent): void => {
    const key = keys[event.key];
    const at = focused ?? stop;
    if (!key || at === undefined) return;
    event.preventDefault();
    const to = nextCell(map, at, key);
    grid.current?.querySelector<HTMLButtonElement>(`[data-cell="${to}"]`)?.focus();
  };
  return (
    <div className={classes.scroll}>
      {/* The keys are those of the buttons within it. */}
      <table ref={grid} role="grid" className={classes.grid} aria-label={t('heat.grid')} onKeyDown={walk}>
        <thead>
          <tr>
            <th scope="col" className={classes.corner}>
              {t('heat.hour')}
            </th>
            {minutes.map((minute) => (
              <th key={minute} scope="col" className={classes.minute}>
                :{twoDigits(minute)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.rows.map((row) => (
            <Row
              key={row.startsAt}
              row={row}
              doubled={map.rows.filter(({ hour }) => hour === row.hour).length > 1}
              map={map}
              opened={opened}
              stop={stop}
              onOpen={onOpen}
              onFocus={setFocused}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
