import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { StatusMark } from '../../ui/StatusMark.tsx';
import classes from './RunDots.module.css';

const shown = 5;

/** The last runs as status shapes, the newest at the right; each leads to its instance. */
export function RunDots({ runs }: { readonly runs: WorkflowSummary['lastInstances'] }) {
  const { t } = useTranslation(['explorer', 'status']);
  const formats = useFormats();
  if (runs.length === 0) return <span className={classes.none}>{t('explorer:noRuns')}</span>;
  const inOrder = [...runs].sort((one, other) => one.startedAt.localeCompare(other.startedAt)).slice(-shown);
  return (
    <span className={classes.dots}>
      {inOrder.map(({ id, status, startedAt }) => {
        const label = t('explorer:openRun', {
          status: t(`status:instance.${status}`),
          when: formats.instant(startedAt),
        });
        return (
          <Tooltip key={id} label={label}>
            <Link href={`/instances/${id}`} className={classes.dot} aria-label={label}>
              <StatusMark status={status} size={16} />
            </Link>
          </Tooltip>
        );
      })}
    </span>
  );
}
