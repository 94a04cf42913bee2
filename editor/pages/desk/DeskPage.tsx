import { Alert } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AddresseeName } from '../../../server/contract/desk.ts';
import { deskQuery } from '../../api/desk.ts';
import { BulkDialog } from '../../panels/bulk/BulkDialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import classes from './DeskPage.module.css';
import type { DeskDialog } from './GroupActions.tsx';
import { GroupCard } from './GroupCard.tsx';
import { HandOverDialog } from './HandOverDialog.tsx';

interface DialogsProps {
  readonly dialog: DeskDialog;
  readonly addressees: readonly AddresseeName[];
  readonly onChange: (dialog: DeskDialog | undefined) => void;
}

function Dialogs({ dialog, addressees, onChange }: DialogsProps) {
  const { t } = useTranslation('desk');
  const close = (): void => onChange(undefined);
  if (dialog.kind === 'bulk') return <BulkDialog {...dialog.asking} onClose={close} />;
  const { instances } = dialog;
  const title = t('handOver.title');
  return (
    <HandOverDialog
      count={instances.length}
      addressees={addressees}
      onHandOver={(to, note) =>
        onChange({
          kind: 'bulk',
          asking: { asked: { request: 'hand-over', to, note }, filter: { ids: [...instances] }, title },
        })
      }
      onClose={close}
    />
  );
}

/** What is paused or has failed, grouped by its cause, with what would set it going again. */
export function DeskPage() {
  const { t } = useTranslation('desk');
  const { data, error, refetch } = useQuery(deskQuery);
  const [dialog, setDialog] = useState<DeskDialog>();
  const count = data?.groups.reduce((sum, group) => sum + group.count, 0) ?? 0;
  usePageTitle(t('pageTitle', { count }));
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const { groups, truncated, addressees } = data;
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead', { count, groups: groups.length })} />
      {truncated && (
        <Alert color="yellow" mb="md">
          {t('truncated')}
        </Alert>
      )}
      {groups.length === 0 ? (
        <div className={page.panel}>
          <EmptyState title={t('empty.title')} icon={<IconLifebuoy size={22} stroke={1.6} aria-hidden />}>
            {t('empty.text')}
          </EmptyState>
        </div>
      ) : (
        <ul className={classes.groups}>
          {groups.map((group) => (
            <GroupCard key={group.key} group={group} onOpen={setDialog} />
          ))}
        </ul>
      )}
      {dialog && <Dialogs dialog={dialog} addressees={addressees} onChange={setDialog} />}
    </div>
  );
}
