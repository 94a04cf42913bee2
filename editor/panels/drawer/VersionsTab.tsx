import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowsDiff, IconRestore } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { versionQuery, versionsQuery } from '../../api/workflows.ts';
import { readDraft } from '../../document/definitionDraft.ts';
import type { DocumentStore } from '../../document/documentStore.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { CompareDialog } from '../changes/CompareDialog.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import classes from './VersionsTab.module.css';

interface VersionsTabProps {
  readonly workflow: WorkflowSummary;
  /** Where somebody draws: a version can be taken into the draft. */
  readonly store?: DocumentStore;
}

const useRestore = (workflow: string, store: DocumentStore | undefined) => {
  const { t } = useTranslation('drawer');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (version: number) => queries.query({ ...versionQuery(workflow, version), staleTime: 'static' }),
    onSuccess: ({ definition, version }) => {
      const read = readDraft(definition);
      if (!('draft' in read)) return;
      store?.dispatch({ type: 'replaceDefinition', definition: read.draft });
      notifications.show({ message: t('versions.restoreDone', { version }), withBorder: true });
    },
  });
};

/** The published versions with their notes, the newest first. */
export function VersionsTab({ workflow, store }: VersionsTabProps) {
  const { t } = useTranslation(['drawer', 'changes']);
  const [compared, setCompared] = useState<number>();
  const formats = useFormats();
  const { data, error, refetch } = useQuery(versionsQuery(workflow.name));
  const restoring = useRestore(workflow.name, store);
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  if (data.items.length === 0)
    return <EmptyState title={t('versions.empty.title')}>{t('versions.empty.text')}</EmptyState>;
  return (
    <>
      {compared !== undefined && (
        <CompareDialog
          workflow={workflow.name}
          versions={data.items.map(({ version }) => version)}
          version={compared}
          {...(store && { draft: store.getSnapshot().definition })}
          onClose={() => setCompared(undefined)}
        />
      )}
      <ol className={classes.list}>
        {data.items.map(({ version, note, createdBy, createdAt }) => (
          <li key={version} className={classes.row}>
            <span className={classes.number}>
              {t('versions.version', { version })}
              {version === workflow.version && <span className={classes.newest}>{t('versions.newest')}</span>}
            </span>
            <span className={note ? classes.note : classes.noNote}>{note || t('versions.noNote')}</span>
            <span className={classes.by} title={formats.fullInstant(createdAt)}>
              {t('versions.by', { by: createdBy, when: formats.instant(createdAt) })}
            </span>
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconArrowsDiff size={14} aria-hidden />}
              aria-label={t('changes:compareOf', { version })}
              onClick={() => setCompared(version)}
            >
              {t('changes:compare')}
            </Button>
            {store && (
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconRestore size={14} aria-hidden />}
                loading={restoring.isPending && restoring.variables === version}
                onClick={() => restoring.mutate(version)}
              >
                {t('versions.restore')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}
