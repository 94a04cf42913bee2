import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorsQuery } from '../../api/operators.ts';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { AddOperatorDialog } from './AddOperatorDialog.tsx';
import { GroupsSection } from './GroupsSection.tsx';
import classes from './OperatorsPage.module.css';
import { OperatorTable } from './OperatorTable.tsx';
import { RoleWords } from './RoleWords.tsx';

const size = 50;

/** Who may sign in and as what, and who is told and asked together. */
export function OperatorsPage() {
  const { t } = useTranslation('operators');
  usePageTitle(t('title'));
  const [at, setAt] = useState(1);
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    ...operatorsQuery({ page: at, size }),
    placeholderData: keepPreviousData,
  });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const add = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} actions={add} />
      <section className={classes.part}>
        <h2 className={classes.partTitle}>{t('operators')}</h2>
        <OperatorTable operators={data.items} />
        <Pager page={at} size={size} total={data.total} onTurn={setAt} />
        <RoleWords />
      </section>
      <GroupsSection />
      {adding && <AddOperatorDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
