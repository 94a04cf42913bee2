import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { SeverityBadge } from '../../ui/SeverityBadge.tsx';
import { StatusWord } from '../../ui/StatusWord.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import { useWorkflowAction } from '../topbar/useWorkflowAction.tsx';
import { actionIcons } from '../topbar/actionIcons.ts';
import { actionsFor } from '../topbar/workflowActions.ts';
import { RunDots } from './RunDots.tsx';
import classes from './WorkflowTable.module.css';

function RowActions({ workflow, title }: { readonly workflow: WorkflowSummary; readonly title: string }) {
  const { t } = useTranslation(['explorer', 'workflow']);
  const can = useRights();
  const { act, busy, dialog } = useWorkflowAction(workflow);
  const actions = actionsFor(workflow, can);
  if (actions.length === 0) return null;
  const label = t('explorer:actionsOf', { name: title });
  return (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} loading={busy}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((action) => {
            const ActionIcon = actionIcons[action];
            return (
              <Menu.Item
                key={action}
                leftSection={<ActionIcon size={16} stroke={1.7} aria-hidden />}
                onClick={() => act(action)}
              >
                {t(`workflow:action.${action}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}

function VersionWords({ version, changed }: WorkflowSummary) {
  const { t } = useTranslation('explorer');
  if (version === 0) return <span className={classes.unpublished}>{t('neverPublished')}</span>;
  return (
    <>
      <span>{t('version', { version })}</span>
      {changed && (
        <Tooltip label={t('unpublished')}>
          <span className={classes.unpublished}>{t('unpublished')}</span>
        </Tooltip>
      )}
    </>
  );
}

function NextRun({ workflow }: { readonly workflow: WorkflowSummary }) {
  const { t } = useTranslation('explorer');
  if (workflow.nextFiringAt !== null) return <Instant at={workflow.nextFiringAt} />;
  return <span className={page.sub}>{workflow.status === 'started' ? t('notScheduled') : t('notArmed')}</span>;
}

/** A workflow in the explorer. */
export function WorkflowRow({ workflow }: { readonly workflow: WorkflowSummary }) {
  const localize = useLocalized();
  const title = localize(workflow.label, workflow.name);
  const loud = workflow.severity !== 'normal';
  return (
    <tr data-workflow={workflow.name}>
      <td className={classes.nameCell}>
        <Link href={`/workflows/${workflow.name}`} className={joinClasses(page.link, loud && classes.loud)}>
          {title}
        </Link>
        <div className={classes.subline}>
          <span className="mono">{workflow.name}</span>
          <VersionWords {...workflow} />
        </div>
      </td>
      <td>
        <StatusWord of="workflow" status={workflow.status} />
      </td>
      <td className={classes.severityCell}>
        <SeverityBadge severity={workflow.severity} />
      </td>
      <td>
        <RunDots runs={workflow.lastInstances} />
      </td>
      <td className={classes.nextCell}>
        <NextRun workflow={workflow} />
      </td>
      <td className={classes.supervisorsCell}>
        <span className={page.sub}>{workflow.supervisors}</span>
      </td>
      <td className={classes.actionsCell}>
        <RowActions workflow={workflow} title={title} />
      </td>
    </tr>
  );
}
