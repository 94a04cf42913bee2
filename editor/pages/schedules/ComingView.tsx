import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarTime, IconChevronLeft, IconChevronRight, IconClockExclamation } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Agenda, AgendaDay, ScheduleView } from '../../../server/contract/agenda.ts';
import { agendaQuery } from '../../api/schedules.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { AgendaList } from './AgendaList.tsx';
import { dayAfter, dayAt } from './agendaHours.ts';
import { ChangeNotice } from './ChangeNotice.tsx';
import { RestingList } from './RestingList.tsx';
import { keyOf } from './scheduleAddress.ts';
import { useZoned } from './useZoned.ts';
import classes from './Coming.module.css';

/** How many days are in sight. */
const daysShown = 7;

interface DayButtonProps {
  readonly day: AgendaDay;
  readonly isChosen: boolean;
  readonly onChoose: (day: string) => void;
}

function DayButton({ day, isChosen, onChoose }: DayButtonProps) {
  const { t } = useTranslation('schedules');
  const { shortDay } = useZoned();
  const count = new Set(day.entries.map(keyOf)).size;
  return (
    <button
      type="button"
      className={joinClasses(classes.day, isChosen && classes.chosenDay)}
      aria-pressed={isChosen}
      data-day={day.day}
      onClick={() => onChoose(day.day)}
    >
      <span className={classes.dayName}>
        {shortDay(day.day)}
        {day.change && <IconClockExclamation size={14} className={classes.mark} aria-label={t('change.mark')} />}
      </span>
      <span className={classes.dayCount}>{t('coming.count', { count })}</span>
    </button>
  );
}

interface WeekProps {
  readonly agenda: Agenda;
  readonly chosen: string;
  readonly onChoose: (day: string) => void;
  readonly onTurn: (from: string | undefined) => void;
}

/** A week of days to choose from. */
function Week({ agenda, chosen, onChoose, onTurn }: WeekProps) {
  const { t } = useTranslation('schedules');
  const { zone } = useFormats();
  const first = agenda.days[0]?.day ?? chosen;
  const today = dayAt(Date.parse(agenda.asOf), zone);
  return (
    <div className={classes.week}>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('coming.earlier')}
        disabled={first <= today}
        onClick={() => onTurn(dayAfter(first, -daysShown))}
      >
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <div className={classes.days} role="group" aria-label={t('coming.days')}>
        {agenda.days.map((day) => (
          <DayButton key={day.day} day={day} isChosen={day.day === chosen} onChoose={onChoose} />
        ))}
      </div>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={t('coming.later')}
        onClick={() => onTurn(dayAfter(first, daysShown))}
      >
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      {first !== today && (
        <Button variant="subtle" size="compact-sm" onClick={() => onTurn(undefined)}>
          {t('coming.today')}
        </Button>
      )}
    </div>
  );
}

interface ComingViewProps {
  readonly schedules: readonly ScheduleView[];
  readonly onOpen: (schedule: string) => void;
}

/** The days that come: what fires on one of them by the hour, and beside it what does not fire at all. */
export function ComingView({ schedules, onOpen }: ComingViewProps) {
  const { t } = useTranslation('schedules');
  const { zone } = useFormats();
  const { longDay } = useZoned();
  const [params, setParams] = useAddressState();
  const from = params.get('from') ?? undefined;
  const { data, error, refetch } = useQuery({
    ...agendaQuery({ from, days: daysShown, zone }),
    placeholderData: keepPreviousData,
  });
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} />;
  if (!data) return <PageLoading />;
  const day = data.days.find((one) => one.day === params.get('day')) ?? data.days[0];
  if (!day) return null;
  const resting = schedules.filter(({ nextAt }) => nextAt === null);
  return (
    <>
      <Week
        agenda={data}
        chosen={day.day}
        onChoose={(chosen) => setParams({ day: chosen })}
        onTurn={(first) => setParams({ from: first, day: undefined })}
      />
      <div className={classes.columns}>
        <section className={page.panel} aria-label={longDay(day.day)}>
          <h2 className={classes.heading}>{longDay(day.day)}</h2>
          <ChangeNotice change={day.change} from={day.from} to={day.to} />
          {day.entries.length === 0 ? (
            <EmptyState title={t('coming.empty.title')} icon={<IconCalendarTime size={22} stroke={1.6} aria-hidden />}>
              {t('coming.empty.text')}
            </EmptyState>
          ) : (
            <AgendaList entries={day.entries} schedules={schedules} onOpen={onOpen} />
          )}
        </section>
        <RestingList schedules={resting} onOpen={onOpen} />
      </div>
    </>
  );
}
