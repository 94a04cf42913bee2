import { Button } from '@mantine/core';
import { IconMail, IconSend } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mailQuerySchema, mailStatusSchema, type MailQuery } from '../../../server/contract/outbox.ts';
import { mailsQuery } from '../../api/outbox.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterChoice, ListFilters } from '../../ui/ListFilters.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import { StatusMark } from '../../ui/StatusMark.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { MailDrawer } from './MailDrawer.tsx';
import { MailTable } from './MailTable.tsx';
import { TestDialog } from './TestDialog.tsx';
import classes from './OutboxPage.module.css';

/** The filters that stand in the address; what is no filter there is left out. */
function filterOf(params: URLSearchParams): Partial<MailQuery> {
  const read = mailQuerySchema.safeParse(Object.fromEntries(params));
  return read.success ? read.data : {};
}

/** Whether mails leave this installation, and what to do where they do not. */
function MailServer({ sends }: { readonly sends: boolean }) {
  const { t } = useTranslation('outbox');
  const which = sends ? 'some' : 'none';
  return (
    <div className={classes.server} data-sends={sends}>
      <StatusMark status={sends ? 'done' : 'waiting'} size={18} />
      <div>
        <p className={classes.serverTitle}>{t(`server.${which}`)}</p>
        <p className={classes.serverHelp}>{t(`server.${which}Help`)}</p>
      </div>
    </div>
  );
}

function Nothing({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation('outbox');
  const clear = (
    <Button variant="default" onClick={onClear}>
      {t('nothing.clear')}
    </Button>
  );
  return (
    <EmptyState
      title={t(filtered ? 'nothing.title' : 'empty.title')}
      icon={<IconMail size={22} stroke={1.6} aria-hidden />}
      action={filtered && clear}
    >
      {t(filtered ? 'nothing.text' : 'empty.text')}
    </EmptyState>
  );
}

function TestButton() {
  const { t } = useTranslation('outbox');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconSend size={16} aria-hidden />} onClick={() => setAsking(true)}>
        {t('test.action')}
      </Button>
      {asking && <TestDialog onClose={() => setAsking(false)} />}
    </>
  );
}

/** What people were told and mailed: who, what, what became of it, and what it came from. */
export function OutboxPage() {
  const { t } = useTranslation('outbox');
  usePageTitle(t('title'));
  const can = useRights();
  const [params, setParams] = useAddressState();
  const filter = filterOf(params);
  const { data, error, refetch } = useQuery({ ...mailsQuery(filter), placeholderData: keepPreviousData });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const opened = params.get('mail');
  const filtered = filter.q !== undefined || filter.status !== undefined || filter.instance !== undefined;
  const clear = (): void => setParams({ q: undefined, status: undefined, instance: undefined, page: undefined });
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} actions={can('manageOperators') && <TestButton />} />
      <MailServer sends={data.sends} />
      <ListFilters search={t('search')} q={filter.q} onSearch={(q) => setParams({ q, page: undefined })}>
        <FilterChoice
          label={t('column.status')}
          all={t('allStatuses')}
          options={mailStatusSchema.options.map((value) => ({ value, label: t(`status.${value}`) }))}
          value={filter.status}
          onChange={(status) => setParams({ status, page: undefined })}
        />
      </ListFilters>
      <div className={page.panel}>
        {data.items.length === 0 ? (
          <Nothing filtered={filtered} onClear={clear} />
        ) : (
          <MailTable mails={data.items} onOpen={(mail) => setParams({ mail })} />
        )}
      </div>
      <Pager
        page={filter.page ?? 1}
        size={filter.size ?? 50}
        total={data.total}
        onTurn={(to) => setParams({ page: to === 1 ? undefined : String(to) })}
      />
      {opened !== null && <MailDrawer id={opened} onClose={() => setParams({ mail: undefined })} />}
    </div>
  );
}
