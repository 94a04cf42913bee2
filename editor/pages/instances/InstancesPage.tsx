import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery, keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { instanceStatusSchema } from '../../../engine/model/instance.ts';
import { severitySchema } from '../../../engine/model/severity.ts';
import type { InstanceSummary } from '../../../server/contract/instances.ts';
import { instancesQuery } from '../../api/instances.ts';
import { workflowsQuery } from '../../api/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { BulkDialog } from '../../panels/bulk/BulkDialog.tsx';
import type { BulkAsking } from '../../panels/bulk/bulkAsking.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterChoice, ListFilters } from '../../ui/ListFilters.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { hasFilter, instanceFilterOf } from './instanceFilter.ts';
import { ManyActions } from './ManyActions.tsx';
import { InstanceTable } from '../../panels/drawer/InstanceTable.tsx';

type FilterValues = ReturnType<typeof instanceFilterOf>;

interface FiltersProps {
  readonly filter: FilterValues;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation(['instance', 'status']);
  const localize = useLocalized();
  const workflows = useQuery(workflowsQuery());
  const change = (name: string) => (value: string | undefined) => onChange({ [name]: value, page: undefined });
  return (
    <ListFilters search={t('instance:list.search')} q={filter.q} onSearch={change('q')}>
      <FilterChoice
        label={t('instance:list.workflow')}
        all={t('instance:list.allWorkflows')}
        searchable
        options={(workflows.data?.items ?? []).map(({ name, label }) => ({
          value: name,
          label: localize(label, name),
        }))}
        value={filter.workflow}
        onChange={change('workflow')}
      />
      <FilterChoice
        label={t('instance:list.status')}
        all={t('instance:list.allStatuses')}
        options={instanceStatusSchema.options.map((value) => ({ value, label: t(`status:instance.${value}`) }))}
        value={filter.status}
        onChange={change('status')}
      />
      <FilterChoice
        label={t('instance:list.severity')}
        all={t('instance:list.allSeverities')}
        options={severitySchema.options.map((value) => ({ value, label: t(`status:severity.${value}`) }))}
        value={filter.severity}
        onChange={change('severity')}
      />
    </ListFilters>
  );
}

function Nothing({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation('instance');
  const icon = <IconPlayerPlay size={22} stroke={1.6} aria-hidden />;
  if (filtered) {
    return (
      <EmptyState
        title={t('list.nothing.title')}
        icon={icon}
        action={
          <Button variant="default" onClick={onClear}>
            {t('list.clear')}
          </Button>
        }
      >
        {t('list.nothing.text')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={t('list.empty.title')}
      icon={icon}
      action={
        <Button component={Link} href="/workflows" variant="default">
          {t('list.open')}
        </Button>
      }
    >
      {t('list.empty.text')}
    </EmptyState>
  );
}

interface ChoosableProps {
  readonly instances: readonly InstanceSummary[];
  readonly total: number;
  readonly filter: FilterValues;
  readonly onAsk: (asking: BulkAsking) => void;
}

/** The rows of a page, and what can be asked of those that are chosen; another filter or page chooses anew. */
function Choosable({ instances, total, filter, onAsk }: ChoosableProps) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { page: _page, size: _size, parent, ...rest } = filter;
  // Rows come and go while the list is looked at: what is gone from it is not asked.
  const present = instances.map(({ id }) => id).filter((id) => chosen.has(id));
  const onChoose = (ids: readonly string[], isChosen: boolean): void => {
    const next = new Set(chosen);
    for (const id of ids)
      if (isChosen) next.add(id);
      else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      {present.length > 0 && (
        <ManyActions
          ids={present}
          total={parent === undefined ? total : 0}
          filter={rest}
          onAsk={onAsk}
          onClear={() => setChosen(new Set())}
        />
      )}
      <InstanceTable instances={instances} choosing={{ chosen, onChoose }} />
    </>
  );
}

/** All instances, the newest first; the filters stand in the address. */
export function InstancesPage() {
  const { t } = useTranslation('instance');
  usePageTitle(t('list.title'));
  const [params, setParams] = useAddressState();
  const [asking, setAsking] = useState<BulkAsking>();
  const filter = instanceFilterOf(params);
  const { data, error, refetch } = useQuery({ ...instancesQuery(filter), placeholderData: keepPreviousData });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const clear = (): void =>
    setParams({ q: undefined, workflow: undefined, status: undefined, severity: undefined, page: undefined });
  return (
    <div className={page.page}>
      <PageHeader title={t('list.title')} lead={t('list.lead', { count: data.total })} />
      <Filters filter={filter} onChange={setParams} />
      <div className={page.panel}>
        {data.items.length === 0 ? (
          <Nothing filtered={hasFilter(filter)} onClear={clear} />
        ) : (
          <Choosable
            key={JSON.stringify(filter)}
            instances={data.items}
            total={data.total}
            filter={filter}
            onAsk={setAsking}
          />
        )}
      </div>
      <Pager
        page={filter.page ?? 1}
        size={filter.size ?? 50}
        total={data.total}
        onTurn={(to) => setParams({ page: to === 1 ? undefined : String(to) })}
      />
      {asking && <BulkDialog {...asking} onClose={() => setAsking(undefined)} />}
    </div>
  );
}
