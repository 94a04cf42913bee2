import { UnstyledButton } from '@mantine/core';
import { IconCalendarCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ScheduleView } from '../../../server/contract/agenda.ts';
import { firingQuerySchema, type FiringQuery, type FiringRow } from '../../../server/contract/schedules.ts';
import { pastFiringsQuery } from '../../api/schedules.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import { FilterChoice } from '../../ui/ListFilters.tsx';
import page from '../../ui/page.module.css';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { Pager } from '../../ui/Pager.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { FiringWord } from './FiringWord.tsx';
import { keyOf } from './scheduleAddress.ts';
import classes from './SchedulesPage.module.css';

const leftOut = ['skipped', 'missed', 'replaced', 'unmet'] as const;

/** The filters that stand in the address; what is no filter there is left out. */
function filterOf(params: URLSearchParams): Partial<FiringQuery> {
  const read = firingQuerySchema
    .pick({ status: true, workflow: true, page: true, size: true })
    .safeParse(Object.fromEntries(params));
  return { ...(read.success && read.data), began: 'no' };
}

interface MissedViewProps {
  readonly schedules: readonly ScheduleView[];
  readonly onOpen: (schedule: string) => void;
}

interface RowProps {
  readonly firing: FiringRow;
  readonly schedule: ScheduleView | undefined;
  readonly onOpen: (schedule: string) => void;
}

function Row({ firing, schedule, onOpen }: RowProps) {
  const localize = useLocalized();
  const { id, workflow, dueAt, status, reason } = firing;
  const name = localize(schedule?.label, workflow);
  return (
    <tr data-firing={id} data-status={status}>
      <td>
        {schedule ? (
          <UnstyledButton className={joinClasses(page.link, classes.cut)} onClick={() => onOpen(keyOf(schedule))}>
            {name}
          </UnstyledButton>
        ) : (
          <Link href={`/workflows/${workflow}`} className={page.link}>
            {name}
          </Link>
        )}
      </td>
      <td>
        <FiringWord status={status} />
      </td>
      <td className={classes.minor}>
        <Instant at={dueAt} />
      </td>
      <td className={classes.reason}>{reason}</td>
    </tr>
  );
}

function Filters({
  filter,
  schedules,
  onChange,
}: Pick<MissedViewProps, 'schedules'> & {
  readonly filter: Partial<FiringQuery>;
  readonly onChange: (change: Readonly<Record<string, string | undefined>>) => void;
}) {
  const { t } = useTranslation('schedules');
  const localize = useLocalized();
  const labels = new Map(schedules.map(({ workflow, label }) => [workflow, localize(label, workflow)]));
  return (
    <div className={classes.filters} role="search">
      <FilterChoice
        label={t('column.status')}
        all={t('missed.allStatuses')}
        options={leftOut.map((value) => ({ value, label: t(`firing.${value}`) }))}
        value={filter.status}
        onChange={(status) => onChange({ status, page: undefined })}
      />
      <FilterChoice
        label={t('column.workflow')}
        all={t('allWorkflows')}
        options={[...labels].map(([value, label]) => ({ value, label }))}
        value={filter.workflow}
        onChange={(workflow) => onChange({ workflow, page: undefined })}
        searchable
      />
    </div>
  );
}

/** What should have begun, and did not: when, and why. */
export function MissedView({ schedules, onOpen }: MissedViewProps) {
  const { t } = useTranslation('schedules');
  const [params, setParams] = useAddressState();
  const filter = filterOf(params);
  const { data, error, refetch } = useQuery({ ...pastFiringsQuery(filter), placeholderData: keepPreviousData });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const scheduleOf = ({ workflow, activity }: FiringRow): ScheduleView | undefined =>
    schedules.find((one) => one.workflow === workflow && (activity === null || one.activity === activity));
  return (
    <>
      <Filters filter={filter} schedules={schedules} onChange={setParams} />
      <div className={page.panel}>
        {data.items.length === 0 ? (
          <EmptyState title={t('missed.empty.title')} icon={<IconCalendarCheck size={22} stroke={1.6} aria-hidden />}>
            {t('missed.empty.text')}
          </EmptyState>
        ) : (
          <table className={joinClasses(page.table, page.stacked)}>
            <thead>
              <tr>
                {(['workflow', 'status', 'due', 'reason'] as const).map((column) => (
                  <th key={column} scope="col">
                    {t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((firing) => (
                <Row key={firing.id} firing={firing} schedule={scheduleOf(firing)} onOpen={onOpen} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      <Pager
        page={filter.page ?? 1}
        size={filter.size ?? 50}
        total={data.total}
        onTurn={(to) => setParams({ page: to === 1 ? undefined : String(to) })}
      />
    </>
  );
}
