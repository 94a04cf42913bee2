import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusWord } from '../../ui/StatusWord.tsx';
import classes from './WorkflowNames.module.css';

interface WorkflowNamesProps {
  readonly workflow: WorkflowSummary;
  readonly title: string;
}

/** Where a workflow lies, what it is called, which version is live and whether the draft differs. */
export function WorkflowNames({ workflow, title }: WorkflowNamesProps) {
  const { t } = useTranslation('workflow');
  const { version, changed, folder, status, severity, liveInstances, name } = workflow;
  const folderName = folder.split('/').at(-1) ?? folder;
  return (
    <div className={classes.names}>
      <div className={classes.line}>
        <Link href={`/workflows?folder=${encodeURIComponent(folder)}`} className={classes.folder}>
          {folderName}
        </Link>
        <IconChevronRight size={13} className={classes.chevron} aria-hidden />
        <h1 className={classes.title}>{title}</h1>
        <SeverityBadge severity={severity} quietNormal />
      </div>
      <div className={classes.sub}>
        <StatusWord of="workflow" status={status} />
        <span className={classes.dot} aria-hidden />
        <span>{version === 0 ? t('top.notPublished') : t('top.version', { version })}</span>
        {changed && version > 0 && <span className={classes.changed}>{t('top.unpublished')}</span>}
        {liveInstances > 0 && (
          <>
            <span className={classes.dot} aria-hidden />
            <Link href={`/instances?workflow=${name}`} className={classes.live}>
              {t('top.live', { count: liveInstances })}
            </Link>
          </>
        )}
      </div>
    </div>
  );
}
