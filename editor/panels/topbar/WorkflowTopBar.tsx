import { ActionIcon, Button, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCircleCheck,
  IconExclamationCircle,
  IconEye,
  IconLayoutDistributeHorizontal,
  IconUpload,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../engine/model/problem.ts';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import type { DocumentStore, WorkflowDocument } from '../../document/documentStore.ts';
import type { SaveState } from '../../pages/workflow/draftSaver.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { RunControls } from './RunControls.tsx';
import { SaveMark } from './SaveMark.tsx';
import { WorkflowNames } from './WorkflowNames.tsx';
import classes from './WorkflowTopBar.module.css';

/** What the bar can do where somebody draws. */
export interface Draws {
  readonly store: DocumentStore;
  readonly drawing: WorkflowDocument;
  readonly save: SaveState;
  readonly problems: readonly Problem[];
  readonly onCheck: () => void;
  readonly onTidy: () => void;
  readonly onPublish: () => void;
}

interface WorkflowTopBarProps {
  readonly workflow: WorkflowSummary;
  readonly title: string;
  readonly draws?: Draws;
}

function Steps({ store, drawing, onTidy }: Draws) {
  const { t } = useTranslation('workflow');
  return (
    <div className={classes.steps}>
      <Tooltip label={t('top.undo')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('top.undo')}
          disabled={!drawing.canUndo}
          onClick={store.undo}
        >
          <IconArrowBackUp size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('top.redo')}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('top.redo')}
          disabled={!drawing.canRedo}
          onClick={store.redo}
        >
          <IconArrowForwardUp size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('top.tidy')}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('top.tidy')} onClick={onTidy}>
          <IconLayoutDistributeHorizontal size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function ProblemsButton({ problems, onCheck }: Draws) {
  const { t } = useTranslation('workflow');
  const errors = problems.filter(({ level }) => level === 'error').length;
  const warnings = problems.length - errors;
  const counted = [
    ...(errors > 0 ? [t('top.errors', { count: errors })] : []),
    ...(warnings > 0 ? [t('top.warnings', { count: warnings })] : []),
  ];
  const words = counted.length === 0 ? t('top.noProblems') : counted.join(' · ');
  const icon = () => {
    if (errors > 0) return <IconExclamationCircle size={16} aria-hidden />;
    return warnings > 0 ? <IconAlertTriangle size={16} aria-hidden /> : <IconCircleCheck size={16} aria-hidden />;
  };
  const calm = warnings > 0 ? classes.warnings : classes.fine;
  return (
    <Button
      variant="subtle"
      color="gray"
      className={errors > 0 ? classes.errors : calm}
      leftSection={icon()}
      onClick={onCheck}
      title={t('top.validate')}
    >
      {words}
    </Button>
  );
}

function PublishButton({ workflow, draws }: { readonly workflow: WorkflowSummary; readonly draws: Draws }) {
  const { t } = useTranslation('workflow');
  const hasNews = workflow.changed || workflow.version === 0 || draws.save.status !== 'saved';
  return (
    <Tooltip label={hasNews ? t('top.publishHelp') : t('top.nothingToPublish')}>
      <Button leftSection={<IconUpload size={16} aria-hidden />} disabled={!hasNews} onClick={draws.onPublish}>
        {t('top.publish')}
      </Button>
    </Tooltip>
  );
}

/** The bar above the canvas: which workflow, how it stands, and what can be done with it. */
export function WorkflowTopBar({ workflow, title, draws }: WorkflowTopBarProps) {
  const { t } = useTranslation('workflow');
  const can = useRights();
  return (
    <header className={classes.bar}>
      <WorkflowNames workflow={workflow} title={title} />
      {draws ? (
        <SaveMark save={draws.save} />
      ) : (
        <Tooltip label={t('top.readOnlyHelp')}>
          <span className={classes.readOnly} tabIndex={0}>
            <IconEye size={15} aria-hidden /> {t('top.readOnly')}
          </span>
        </Tooltip>
      )}
      <span className={classes.gap} />
      {draws && <Steps {...draws} />}
      {draws && <ProblemsButton {...draws} />}
      <RunControls workflow={workflow} />
      {draws && can('publish') && <PublishButton workflow={workflow} draws={draws} />}
    </header>
  );
}
