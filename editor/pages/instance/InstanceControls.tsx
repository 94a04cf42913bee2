import { Button, Tooltip } from '@mantine/core';
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconSkull,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceStatus } from '../../../engine/model/instance.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { workflowQuery } from '../../api/workflows.ts';
import { useAsk } from '../../panels/topbar/useAsk.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { instanceActionsFor, type InstanceAction } from './instanceActions.ts';
import { ResumeDialog } from './ResumeDialog.tsx';
import classes from './InstanceHeader.module.css';

const icons: Readonly<Record<InstanceAction, Icon>> = {
  resume: IconPlayerPlay,
  pause: IconPlayerPause,
  stop: IconPlayerStop,
  kill: IconSkull,
  restart: IconRefresh,
};

/** How long the page has seen it stopping; the stream does not say when that began. */
const useStoppingMs = (status: InstanceStatus): number => {
  const now = useNow(status === 'stopping', 500);
  // Each status has controls of its own (`key`), so this is when the status began for this page.
  const [since] = useState(() => Date.now());
  return status === 'stopping' ? Math.max(0, now - since) : 0;
};

interface QuestionProps {
  readonly question: InstanceAction | undefined;
  readonly view: InstanceView;
  /** The newest version of its workflow, where that is known. */
  readonly newest: number | undefined;
  readonly onAnswer: (action: InstanceAction, body?: object) => void;
  readonly onClose: () => void;
}

function Questions({ question, view, newest, onAnswer, onClose }: QuestionProps) {
  const { t } = useTranslation('instance');
  const live = view.endedAtMs === undefined ? 'yes' : 'no';
  const inFlight = Object.values(view.tasks).filter(({ status }) => status === 'running').length;
  const kin = view.parent === undefined ? 'none' : 'child';
  const because = (reason: string) => (reason === '' ? {} : { reason });
  return (
    <>
      {question === 'resume' && newest !== undefined && (
        <ResumeDialog view={view} newest={newest} onResume={(body) => onAnswer('resume', body)} onClose={onClose} />
      )}
      <ConfirmDialog
        opened={question === 'pause'}
        title={t('dialog.pauseTitle')}
        text={t('dialog.pauseText')}
        reason={t('dialog.reason')}
        confirm={t('action.pause')}
        onClose={onClose}
        onConfirm={(reason) => onAnswer('pause', because(reason))}
      />
      <ConfirmDialog
        opened={question === 'stop'}
        title={t('dialog.stopTitle')}
        text={t('dialog.stopText', { count: inFlight, kin })}
        confirm={t('action.stop')}
        dangerous
        onClose={onClose}
        onConfirm={() => onAnswer('stop')}
      />
      <ConfirmDialog
        opened={question === 'kill'}
        title={t('dialog.killTitle')}
        text={t('dialog.killText')}
        reason={t('dialog.reason')}
        confirm={t('action.kill')}
        dangerous
        onClose={onClose}
        onConfirm={(reason) => onAnswer('kill', because(reason))}
      />
      <ConfirmDialog
        opened={question === 'restart'}
        title={t('dialog.restartTitle')}
        text={t('dialog.restartText', { live })}
        confirm={t('action.restart')}
        onClose={onClose}
        onConfirm={() => onAnswer('restart')}
      />
    </>
  );
}

/** The buttons of an instance: only what its status and the session allow. */
export function InstanceControls({ view, title }: { readonly view: InstanceView; readonly title: string }) {
  const { t } = useTranslation(['instance', 'workflow']);
  const can = useRights();
  const workflow = useQuery(workflowQuery(view.workflow));
  const { ask, asking } = useAsk();
  const [question, setQuestion] = useState<InstanceAction>();
  const stoppingMs = useStoppingMs(view.status);
  const technical = workflow.data?.category !== 'custom' && workflow.data?.category !== 'campaign';
  const facts = { status: view.status, technical, child: view.parent !== undefined, stoppingMs };
  const actions = instanceActionsFor(facts, can);

  const request = (verb: InstanceAction, body: object = {}): void =>
    ask({
      asked: { of: 'instance', id: view.instance, verb, body },
      words: t(`workflow:request.${verb}`, { name: title }),
    });
  const newest = workflow.data?.version;
  // Only where a newer version stands for choice there is something to ask.
  const isAsked = (action: InstanceAction): boolean => action !== 'resume' || (newest ?? 0) > view.version;
  const act = (action: InstanceAction): void => (isAsked(action) ? setQuestion(action) : request(action));
  return (
    <>
      {view.status === 'stopping' && !actions.includes('kill') && can('kill') && (
        <span className={classes.hint}>{t('instance:action.killSoon')}</span>
      )}
      {actions.map((action) => {
        const ActionIcon = icons[action];
        const primary = action === 'resume';
        return (
          <Tooltip key={action} label={t('instance:action.killHelp')} disabled={action !== 'kill'} multiline maw={300}>
            <Button
              variant={primary ? 'filled' : 'default'}
              {...(action === 'kill' ? { color: 'red', variant: 'filled' } : {})}
              leftSection={<ActionIcon size={16} aria-hidden />}
              disabled={asking || (primary && workflow.isPending)}
              onClick={() => act(action)}
            >
              {t(`instance:action.${action}`)}
            </Button>
          </Tooltip>
        );
      })}
      <Questions
        question={question}
        view={view}
        newest={newest}
        onAnswer={request}
        onClose={() => setQuestion(undefined)}
      />
    </>
  );
}
