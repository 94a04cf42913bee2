import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { instancesQuery } from '../../api/instances.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { InstanceTable } from './InstanceTable.tsx';
import classes from './InstancesTab.module.css';

/** The recent instances of a workflow. */
export function InstancesTab({ workflow }: { readonly workflow: string }) {
  const { t } = useTranslation('drawer');
  const { data, error, refetch } = useQuery(instancesQuery({ workflow, size: 20 }));
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  if (data.items.length === 0)
    return <EmptyState title={t('instances.empty.title')}>{t('instances.empty.text')}</EmptyState>;
  return (
    <>
      <InstanceTable instances={data.items} oneWorkflow />
      <p className={classes.all}>
        <Anchor component={Link} href={`/instances?workflow=${workflow}`} size="sm">
          {t('instances.all')}
        </Anchor>
      </p>
    </>
  );
}
