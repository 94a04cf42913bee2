import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel, useReactFlow } from '@xyflow/react';
import { IconMaximize, IconMinus, IconPlus, IconSparkles, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './WorkflowCanvas.module.css';

interface CanvasControlsProps {
  readonly onFit: () => void;
  readonly onTidy: (() => void) | undefined;
}

interface ControlProps {
  readonly icon: Icon;
  readonly label: string;
  readonly keys?: string;
  readonly onClick: () => void;
}

function Control({ icon: Drawn, label, keys, onClick }: ControlProps) {
  return (
    <Tooltip label={keys === undefined ? label : `${label} (${keys})`} position="right">
      <ActionIcon variant="subtle" color="gray" size={32} aria-label={label} onClick={onClick}>
        <Drawn size={18} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

/** How the graph is looked at: nearer, further, all of it; and tidied up. */
export function CanvasControls({ onFit, onTidy }: CanvasControlsProps) {
  const { t } = useTranslation('canvas');
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <Panel position="bottom-left">
      <div className={classes.controls} role="group" aria-label={t('controls.title')}>
        <Control icon={IconPlus} label={t('controls.zoomIn')} onClick={() => void zoomIn({ duration: 120 })} />
        <Control icon={IconMinus} label={t('controls.zoomOut')} onClick={() => void zoomOut({ duration: 120 })} />
        <Control icon={IconMaximize} label={t('controls.fit')} keys="1" onClick={onFit} />
        {onTidy && <Control icon={IconSparkles} label={t('controls.tidy')} keys="Shift T" onClick={onTidy} />}
      </div>
    </Panel>
  );
}
