import { Button } from '@mantine/core';
import { IconPlayerSkipForward, IconRefresh, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { useAsk } from '../../panels/topbar/useAsk.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import classes from './AboutPanel.module.css';
import { stuckTask } from './stuckTask.ts';

interface TaskActionsProps {
  readonly view: InstanceView;
  readonly activity: string;
}

const ended: ReadonlySet<string> = new Set(['stopped', 'finished', 'failed']);

/** What can be done with a task that does not go on by itself: execute it again, or skip it with a reason. */
export function TaskActions({ view, activity }: TaskActionsProps) {
  const { t } = useTranslation(['instance', 'workflow']);
  const can = useRights();
  const { ask, asking } = useAsk();
  const [skipping, setSkipping] = useState(false);
  const task = stuckTask(view, activity);
  if (!task || ended.has(view.status)) return null;
  const failed = task.status === 'failed';
  const run = (): void => ask({ asked: { of: 'task', id: task.id, verb: 'run' }, words: t('workflow:request.run') });
  const skip = (reason: string): void =>
    ask({
      asked: { of: 'task', id: task.id, verb: 'skip', body: { result: {}, reason } },
      words: t('workflow:request.skip'),
    });
  return (
    <div className={classes.actions}>
      {task.runs && can('runAgain') && (
        <Button
          size="xs"
          disabled={asking}
          leftSection={failed ? <IconRefresh size={15} aria-hidden /> : <IconPlayerPlay size={15} aria-hidden />}
          onClick={run}
        >
          {failed ? t('instance:panel.runAgain') : t('instance:panel.runPending')}
        </Button>
      )}
      {can('skip') && (
        <Button
          size="xs"
          variant="default"
          disabled={asking}
          leftSection={<IconPlayerSkipForward size={15} aria-hidden />}
          onClick={() => setSkipping(true)}
        >
          {t('instance:panel.skip')}
        </Button>
      )}
      <ConfirmDialog
        opened={skipping}
        title={t('instance:dialog.skipTitle')}
        text={t('instance:dialog.skipText')}
        reason={t('instance:dialog.skipReason')}
        reasonNeeded
        confirm={t('instance:dialog.skip')}
        onClose={() => setSkipping(false)}
        onConfirm={skip}
      />
    </div>
  );
}
