import { Handle, Position as Side } from '@xyflow/react';
import { IconPlus } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityReading } from '../document/activityReading.ts';
import { joinClasses } from '../ui/joinClasses.ts';
import { useCanvasActions } from './canvasActions.tsx';
import { inletAnchor, outletAnchor } from './geometry.ts';
import classes from './CardHandles.module.css';

interface CardHandlesProps {
  readonly activity: string;
  readonly reading: ActivityReading;
  readonly connected: ReadonlySet<string>;
}

interface OutletProps extends Omit<CardHandlesProps, 'connected'> {
  readonly name: string;
  readonly isConnected: boolean;
  readonly label: string | undefined;
}

function Outlet({ activity, reading, name, isConnected, label }: OutletProps) {
  const { t } = useTranslation('canvas');
  const { isEditable, openPicker } = useCanvasActions();
  const anchor = outletAnchor(reading, name);
  const isBottom = anchor.side === 'bottom';
  const pick = (event: MouseEvent<HTMLElement>) => {
    event.stopPropagation();
    const box = event.currentTarget.getBoundingClientRect();
    openPicker({ at: { x: box.right + 8, y: box.top - 12 }, after: { activity, outlet: name } });
  };
  return (
    <>
      <Handle
        type="source"
        id={name}
        position={isBottom ? Side.Bottom : Side.Right}
        className={joinClasses(classes.handle, isBottom && classes.error, isConnected && classes.connected)}
        style={isBottom ? { left: anchor.x } : { top: anchor.y }}
        title={label ?? name}
      />
      {isEditable && (
        <button
          type="button"
          className={joinClasses(
            classes.add,
            'nodrag',
            'nopan',
            isBottom && classes.addError,
            isConnected && classes.addConnected,
          )}
          style={isBottom ? { left: anchor.x } : { top: anchor.y }}
          aria-label={t('card.addAfter', { outlet: name })}
          title={isBottom ? t('card.addOnError') : t('card.addAfter', { outlet: name })}
          tabIndex={-1}
          onClick={pick}
        >
          <IconPlus size={12} stroke={2.5} aria-hidden />
        </button>
      )}
      {!isConnected && label !== undefined && (
        <span className={classes.outletName} style={{ top: anchor.y }}>
          {label}
        </span>
      )}
    </>
  );
}

/** Inlet and outlets of a card; outlets that lead nowhere yet carry a `+` that is always there. */
export function CardHandles({ activity, reading, connected }: CardHandlesProps) {
  const { outlets, hasError, acceptsInbound } = reading;
  return (
    <>
      {acceptsInbound && (
        <Handle type="target" id="in" position={Side.Left} className={classes.inlet} style={{ top: inletAnchor.y }} />
      )}
      {outlets.map(({ name, label }) => (
        <Outlet
          key={name}
          activity={activity}
          reading={reading}
          name={name}
          label={outlets.length > 1 ? (label ?? name) : undefined}
          isConnected={connected.has(name)}
        />
      ))}
      {hasError && (
        <Outlet
          activity={activity}
          reading={reading}
          name="error"
          label={undefined}
          isConnected={connected.has('error')}
        />
      )}
    </>
  );
}
