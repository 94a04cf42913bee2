import { Button, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { actionIcons } from './actionIcons.ts';
import classes from './RunControls.module.css';
import { useWorkflowAction } from './useWorkflowAction.tsx';
import { actionsFor } from './workflowActions.ts';

/** Start, pause, stop, run now: what the status and the session allow, nothing else. */
export function RunControls({ workflow }: { readonly workflow: WorkflowSummary }) {
  const { t } = useTranslation('workflow');
  const can = useRights();
  const { act, busy, dialog } = useWorkflowAction(workflow, true);
  const actions = actionsFor(workflow, can);
  if (actions.length === 0) return null;
  return (
    <>
      <Button.Group className={classes.group}>
        {actions.map((action) => {
          const ActionIcon = actionIcons[action];
          return (
            <Tooltip key={action} label={t(`action.${action}Help`)}>
              <Button
                variant="default"
                className={classes.button}
                leftSection={<ActionIcon size={16} stroke={1.7} aria-hidden />}
                disabled={busy}
                onClick={() => act(action)}
              >
                {t(`action.${action}`)}
              </Button>
            </Tooltip>
          );
        })}
      </Button.Group>
      {dialog}
    </>
  );
}
