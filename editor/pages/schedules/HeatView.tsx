import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { categorySchema } from '../../../engine/model/definition.ts';
import { kinds } from '../../../definitions/registry/kinds.generated.ts';
import { heatFilterSchema, type HeatFilter } from '../../../server/contract/heatMap.ts';
import { heatMapQuery } from '../../api/schedules.ts';
import { workflowsQuery } from '../../api/workflows.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { FilterChoice } from '../../ui/ListFilters.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { useNow } from '../../ui/useNow.ts';
import { dayAfter, dayAt } from './agendaHours.ts';
import { CellDrawer } from './CellDrawer.tsx';
import { ChangeNotice } from './ChangeNotice.tsx';
import { HeatGrid } from './HeatGrid.tsx';
import { HeatLegend } from './HeatLegend.tsx';
import { useZoned } from './useZoned.ts';
import classes from './SchedulesPage.module.css';

type Change = (change: Readonly<Record<string, string | undefined>>) => void;

const minuteMs = 60_000;

/** How long a run lasts that is worth looking at. */
const durations = ['1s', '10s', '1m', '5m', '15m', '30m', '1h'] as const;

/** The filters that stand in the address; what is no filter there is left out. */
function filterOf(params: URLSearchParams): HeatFilter {
  const read = heatFilterSchema.safeParse(Object.fromEntries(params));
  return read.success ? read.data : {};
}

function DayPicker({
  day,
  today,
  onChange,
}: {
  readonly day: string;
  readonly today: string;
  readonly onChange: Change;
}) {
  const { t } = useTranslation('schedules');
  const go = (to: string): void => onChange({ day: to === today || to === '' ? undefined : to, cell: undefined });
  return (
    <div className={classes.picker}>
      <ActionIcon variant="default" size={36} aria-label={t('heat.before')} onClick={() => go(dayAfter(day, -1))}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <TextInput
        type="date"
        aria-label={t('heat.day')}
        value={day}
        max={today}
        onChange={(event) => go(event.currentTarget.value)}
      />
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('heat.after')}
        disabled={day >= today}
        onClick={() => go(dayAfter(day, 1))}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}

function Filters({ filter, onChange }: { readonly filter: HeatFilter; readonly onChange: Change }) {
  const { t } = useTranslation('schedules');
  const localize = useLocalized();
  const workflows = useQuery(workflowsQuery());
  return (
    <>
      <FilterChoice
        label={t('column.workflow')}
        all={t('allWorkflows')}
        options={(workflows.data?.items ?? []).map(({ name, label }) => ({
          value: name,
          label: localize(label, name),
        }))}
        value={filter.workflow}
        onChange={(workflow) => onChange({ workflow })}
        searchable
      />
      <FilterChoice
        label={t('heat.category')}
        all={t('heat.allCategories')}
        options={categorySchema.options.map((value) => ({ value, label: t(`category.${value}`) }))}
        value={filter.category}
        onChange={(category) => onChange({ category })}
      />
      <FilterChoice
        label={t('heat.kind')}
        all={t('heat.allKinds')}
        options={[...kinds.values()].map(({ name, label }) => ({ value: name, label }))}
        value={filter.kind}
        onChange={(kind) => onChange({ kind })}
        searchable
      />
      <FilterChoice
        label={t('heat.duration')}
        all={t('heat.anyDuration')}
        options={durations.map((value) => ({ value, label: t('heat.atLeast', { duration: value }) }))}
        value={filter.minDuration}
        onChange={(minDuration) => onChange({ minDuration })}
      />
    </>
  );
}

/** A day in cells of five minutes: how many workflows ran together in each, and which they were. */
export function HeatView() {
  const { t } = useTranslation('schedules');
  const { zone } = useFormats();
  const { longDay } = useZoned();
  const [params, setParams] = useAddressState();
  const today = dayAt(useNow(true, minuteMs), zone);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(params.get('day') ?? '') ? (params.get('day') ?? today) : today;
  const filter = filterOf(params);
  const { data, error, refetch } = useQuery({
    ...heatMapQuery({ day, zone, ...filter }),
    placeholderData: keepPreviousData,
  });
  const opened = params.get('cell');
  return (
    <>
      <div className={classes.filters} role="search">
        <DayPicker day={day} today={today} onChange={setParams} />
        <Filters filter={filter} onChange={setParams} />
      </div>
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {!data && !error && <PageLoading />}
      {data && (
        <section className={joinClasses(page.panel, classes.heat)} aria-label={longDay(data.day)}>
          <div className={classes.heatHead}>
            <h2 className={classes.heading}>{longDay(data.day)}</h2>
            <HeatLegend most={data.most} />
          </div>
          <ChangeNotice change={data.change} from={data.from} to={data.to} />
          {data.most === 0 && <p className={classes.nothing}>{t('heat.empty')}</p>}
          <HeatGrid map={data} opened={opened} onOpen={(cell) => setParams({ cell })} />
        </section>
      )}
      {opened !== null && (
        <CellDrawer key={opened} at={opened} filter={filter} onClose={() => setParams({ cell: undefined })} />
      )}
    </>
  );
}
