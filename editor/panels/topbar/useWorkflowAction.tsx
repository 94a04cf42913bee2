import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useAsk } from './useAsk.tsx';
import { useRunNow } from './useRunNow.tsx';
import type { WorkflowAction } from './workflowActions.ts';

interface Doing {
  readonly act: (action: WorkflowAction) => void;
  readonly busy: boolean;
  /** The question before what cannot be taken back; to be rendered by the caller. */
  readonly dialog: ReactNode;
}

/**
 * Does what can be done with a workflow, asking first where something live is touched.
 * @returns the deed and its dialog
 */
export function useWorkflowAction(workflow: WorkflowSummary, follow = false): Doing {
  const { t } = useTranslation('workflow');
  const localize = useLocalized();
  const { ask, asking } = useAsk();
  const { run, running } = useRunNow(follow);
  const [question, setQuestion] = useState<'stop' | 'pause'>();
  const { name } = workflow;
  const title = localize(workflow.label, name);

  const request = (verb: Exclude<WorkflowAction, 'runNow'>, body: object = {}): void =>
    ask({ asked: { of: 'workflow', name, verb, body }, words: t(`request.${verb}`, { name: title }) });
  const act = (action: WorkflowAction): void => {
    if (action === 'runNow') run({ name, title });
    else if (action === 'stop' || action === 'pause') setQuestion(action);
    else request(action);
  };
  const close = (): void => setQuestion(undefined);
  const dialog = (
    <>
      <ConfirmDialog
        opened={question === 'stop'}
        title={t('confirmStop.title', { name: title })}
        text={t('confirmStop.text', { count: workflow.liveInstances })}
        confirm={t('confirmStop.confirm')}
        dangerous
        onClose={close}
        onConfirm={() => request('stop')}
      />
      <ConfirmDialog
        opened={question === 'pause'}
        title={t('pauseDialog.title', { name: title })}
        text={t('action.pauseHelp')}
        reason={t('pauseDialog.reason')}
        confirm={t('pauseDialog.confirm')}
        onClose={close}
        onConfirm={(reason) => request('pause', reason === '' ? {} : { reason })}
      />
    </>
  );
  return { act, busy: asking || running, dialog };
}
