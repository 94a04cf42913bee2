import { ActionIcon, Tooltip } from '@mantine/core';
import { NodeToolbar, Position as Side } from '@xyflow/react';
import { IconCopy, IconHandStop, IconPencil, IconPower, IconReplace, IconTrash, type Icon } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActivityDraft } from '../document/definitionDraft.ts';
import { useCanvasActions } from './canvasActions.tsx';
import classes from './WorkflowCanvas.module.css';

interface ToolProps {
  readonly icon: Icon;
  readonly label: string;
  readonly keys?: string;
  readonly isOn?: boolean;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
}

function Tool({ icon: Drawn, label, keys, isOn = false, onClick }: ToolProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`}>
      <ActionIcon
        variant={isOn ? 'light' : 'subtle'}
        color={isOn ? 'signal' : 'gray'}
        size={28}
        aria-label={label}
        onClick={onClick}
      >
        <Drawn size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** What can be done with the one selected activity, right beside it. */
export function ContextPad({ activity, draft }: { readonly activity: string; readonly draft: ActivityDraft }) {
  const { t } = useTranslation('canvas');
  const actions = useCanvasActions();
  const isOff = draft['execution'] === 'disabled';
  const isHeld = draft['execution'] === 'hold';
  const change = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    actions.openPicker({ at: { x: box.left, y: box.bottom + 8 }, change: activity });
  };
  return (
    <NodeToolbar nodeId={activity} isVisible position={Side.Top} offset={10}>
      <div className={classes.pad} role="toolbar" aria-label={t('pad.title')}>
        <Tool icon={IconPencil} label={t('pad.open')} keys="Enter" onClick={() => actions.openActivity(activity)} />
        <Tool icon={IconReplace} label={t('pad.change')} onClick={change} />
        <Tool icon={IconCopy} label={t('pad.duplicate')} keys="Ctrl D" onClick={() => actions.duplicate(activity)} />
        <Tool
          icon={IconPower}
          label={isOff ? t('pad.on') : t('pad.off')}
          keys="D"
          isOn={isOff}
          onClick={() => actions.toggleExecution(activity, 'disabled')}
        />
        <Tool
          icon={IconHandStop}
          label={isHeld ? t('pad.release') : t('pad.hold')}
          keys="H"
          isOn={isHeld}
          onClick={() => actions.toggleExecution(activity, 'hold')}
        />
        <Tool icon={IconTrash} label={t('pad.remove')} keys="Del" onClick={() => actions.removeActivity(activity)} />
      </div>
    </NodeToolbar>
  );
}
