import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlayerTrackNext,
  IconPower,
  type Icon,
} from '@tabler/icons-react';
import type { WorkflowAction } from './workflowActions.ts';

/** The sign of each action on a workflow. */
export const actionIcons: Readonly<Record<WorkflowAction, Icon>> = {
  runNow: IconPlayerPlay,
  start: IconPower,
  resume: IconPlayerTrackNext,
  pause: IconPlayerPause,
  stop: IconPlayerStop,
};
