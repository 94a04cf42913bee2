import { Button, Menu } from '@mantine/core';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { auditFormatSchema, mostAuditLines, type AuditQuery } from '../../../server/contract/audit.ts';
import { auditFileAddress, auditQuery, auditWordsQuery } from '../../api/audit.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterChoice, FilterDay, ListFilters } from '../../ui/ListFilters.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { askedFilter, auditFilterOf } from './auditFilter.ts';
import { AuditTable } from './AuditTable.tsx';
import classes from './AuditPage.module.css';

type Change = (change: Readonly<Record<string, string | undefined>>) => void;

const optionsOf = (words: readonly string[] = []) => words.map((value) => ({ value, label: value }));

function Filters({ filter, onChange }: { readonly filter: Partial<AuditQuery>; readonly onChange: Change }) {
  const { t } = useTranslation('audit');
  const { data } = useQuery(auditWordsQuery());
  const change = (name: string) => (value: string | undefined) => onChange({ [name]: value, page: undefined });
  return (
    <ListFilters search={t('search')} q={filter.q} onSearch={change('q')}>
      <FilterChoice
        label={t('column.by')}
        all={t('anybody')}
        searchable
        options={optionsOf(data?.by)}
        value={filter.by}
        onChange={change('by')}
      />
      <FilterChoice
        label={t('column.action')}
        all={t('anything')}
        searchable
        options={optionsOf(data?.action)}
        value={filter.action}
        onChange={change('action')}
      />
      <FilterDay label={t('from')} value={filter.from} onChange={change('from')} />
      <FilterDay label={t('to')} value={filter.to} onChange={change('to')} />
    </ListFilters>
  );
}

function Download({ filter }: { readonly filter: Partial<AuditQuery> }) {
  const { t } = useTranslation('audit');
  const { page: _page, size: _size, ...narrowed } = filter;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('download')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {auditFormatSchema.options.map((format) => (
          <Menu.Item key={format} component="a" href={auditFileAddress(narrowed, format)} download>
            {t(format)}
          </Menu.Item>
        ))}
        <div className={classes.downloadHelp}>{t('downloadHelp', { most: mostAuditLines })}</div>
      </Menu.Dropdown>
    </Menu>
  );
}

function Nothing({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation('audit');
  const clear = (
    <Button variant="default" onClick={onClear}>
      {t('clear')}
    </Button>
  );
  return (
    <EmptyState
      title={t(filtered ? 'nothing.title' : 'empty.title')}
      icon={<IconHistory size={22} stroke={1.6} aria-hidden />}
      action={filtered && clear}
    >
      {t(filtered ? 'nothing.text' : 'empty.text')}
    </EmptyState>
  );
}

const filterNames = ['q', 'by', 'action', 'subject', 'from', 'to'] as const;
const cleared = Object.fromEntries([...filterNames, 'page'].map((name) => [name, undefined]));

/** What people did: who, what, to what, with what was there before; narrowed, and fetched as a file. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  usePageTitle(t('title'));
  const [params, setParams] = useAddressState();
  const filter = auditFilterOf(params);
  const asked = askedFilter(filter);
  const { data, error, refetch } = useQuery({ ...auditQuery(asked), placeholderData: keepPreviousData });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const filtered = filterNames.some((name) => filter[name] !== undefined);
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} actions={<Download filter={asked} />} />
      <Filters filter={filter} onChange={setParams} />
      <div className={page.panel}>
        {data.items.length === 0 ? (
          <Nothing filtered={filtered} onClear={() => setParams(cleared)} />
        ) : (
          <AuditTable entries={data.items} />
        )}
      </div>
      <Pager
        page={filter.page ?? 1}
        size={filter.size ?? 50}
        total={data.total}
        onTurn={(to) => setParams({ page: to === 1 ? undefined : String(to) })}
      />
    </div>
  );
}
