import { Button } from '@mantine/core';
import { IconBroadcast, IconSend } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  signalQuerySchema,
  signalStatusSchema,
  type Signal,
  type SignalQuery,
} from '../../../server/contract/signals.ts';
import { signalsQuery } from '../../api/signals.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterChoice, ListFilters } from '../../ui/ListFilters.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { AimDialog } from './AimDialog.tsx';
import { SendDialog } from './SendDialog.tsx';
import { SignalTable } from './SignalTable.tsx';

/** The filters that stand in the address; what is no filter there is left out. */
function filterOf(params: URLSearchParams): Partial<SignalQuery> {
  const read = signalQuerySchema.safeParse(Object.fromEntries(params));
  return read.success ? read.data : {};
}

function SendButton() {
  const { t } = useTranslation('signals');
  const [sending, setSending] = useState(false);
  return (
    <>
      <Button leftSection={<IconSend size={16} aria-hidden />} onClick={() => setSending(true)}>
        {t('send')}
      </Button>
      {sending && <SendDialog onClose={() => setSending(false)} />}
    </>
  );
}

function Nothing({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t } = useTranslation('signals');
  const clear = (
    <Button variant="default" onClick={onClear}>
      {t('clear')}
    </Button>
  );
  return (
    <EmptyState
      title={t(filtered ? 'nothing.title' : 'empty.title')}
      icon={<IconBroadcast size={22} stroke={1.6} aria-hidden />}
      action={filtered && clear}
    >
      {t(filtered ? 'nothing.text' : 'empty.text')}
    </EmptyState>
  );
}

/** The list, and the one of it that is being aimed. */
function Signals({ signals }: { readonly signals: readonly Signal[] }) {
  const maySignal = useRights()('signal');
  const [aimed, setAimed] = useState<Signal>();
  return (
    <>
      <SignalTable signals={signals} onAim={maySignal ? setAimed : undefined} />
      {aimed && <AimDialog signal={aimed} onClose={() => setAimed(undefined)} />}
    </>
  );
}

/** What other programs and people told workflows: what became of it, and what nobody took is aimed again. */
export function SignalsPage() {
  const { t } = useTranslation('signals');
  usePageTitle(t('title'));
  const can = useRights();
  const [params, setParams] = useAddressState();
  const filter = filterOf(params);
  const { data, error, refetch } = useQuery({ ...signalsQuery(filter), placeholderData: keepPreviousData });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const filtered = [filter.q, filter.status, filter.name].some((value) => value !== undefined);
  const clear = (): void => setParams({ q: undefined, status: undefined, name: undefined, page: undefined });
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} actions={can('signal') && <SendButton />} />
      <ListFilters
        search={t('search')}
        q={filter.q ?? filter.name}
        onSearch={(q) => setParams({ q, name: undefined, page: undefined })}
      >
        <FilterChoice
          label={t('column.status')}
          all={t('allStatuses')}
          options={signalStatusSchema.options.map((value) => ({ value, label: t(`status.${value}`) }))}
          value={filter.status}
          onChange={(status) => setParams({ status, page: undefined })}
        />
      </ListFilters>
      <div className={page.panel}>
        {data.items.length === 0 ? <Nothing filtered={filtered} onClear={clear} /> : <Signals signals={data.items} />}
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
