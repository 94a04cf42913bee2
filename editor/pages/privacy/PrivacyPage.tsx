import { Button } from '@mantine/core';
import { IconPlus, IconUserShield } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { privacyQuerySchema, privacyStatusSchema, type PrivacyQuery } from '../../../server/contract/privacy.ts';
import { privacyQuery } from '../../api/privacy.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterChoice, ListFilters } from '../../ui/ListFilters.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { AskDialog } from './AskDialog.tsx';
import { PrivacyTable } from './PrivacyTable.tsx';

/** The filters that stand in the address; what is no filter there is left out. */
function filterOf(params: URLSearchParams): Partial<PrivacyQuery> {
  const read = privacyQuerySchema.safeParse(Object.fromEntries(params));
  return read.success ? read.data : {};
}

interface FiltersProps {
  readonly filter: Partial<PrivacyQuery>;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation('privacy');
  return (
    <ListFilters search={t('search')} q={filter.q} onSearch={(q) => onChange({ q, page: undefined })}>
      <FilterChoice
        label={t('column.status')}
        all={t('allStatuses')}
        options={privacyStatusSchema.options.map((value) => ({ value, label: t(`status.${value}`) }))}
        value={filter.status}
        onChange={(status) => onChange({ status, page: undefined })}
      />
    </ListFilters>
  );
}

/** What people have asked about what is stored of them: asked for, followed, confirmed and fetched here. */
export function PrivacyPage() {
  const { t } = useTranslation('privacy');
  usePageTitle(t('title'));
  const [params, setParams] = useAddressState();
  const [asking, setAsking] = useState(false);
  const filter = filterOf(params);
  const { data, error, refetch } = useQuery({ ...privacyQuery(filter), placeholderData: keepPreviousData });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const filtered = filter.q !== undefined || filter.status !== undefined;
  const ask = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAsking(true)}>
      {t('ask')}
    </Button>
  );
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} actions={ask} />
      <Filters filter={filter} onChange={setParams} />
      <div className={page.panel}>
        {data.items.length === 0 ? (
          <EmptyState
            title={t(filtered ? 'nothing.title' : 'empty.title')}
            icon={<IconUserShield size={22} stroke={1.6} aria-hidden />}
          >
            {t(filtered ? 'nothing.text' : 'empty.text')}
          </EmptyState>
        ) : (
          <PrivacyTable requests={data.items} />
        )}
      </div>
      <Pager
        page={filter.page ?? 1}
        size={filter.size ?? 50}
        total={data.total}
        onTurn={(to) => setParams({ page: to === 1 ? undefined : String(to) })}
      />
      {asking && <AskDialog onClose={() => setAsking(false)} />}
    </div>
  );
}
