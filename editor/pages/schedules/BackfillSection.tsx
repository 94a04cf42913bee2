import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScheduleView } from '../../../server/contract/agenda.ts';
import type { BackfillPlan } from '../../../server/contract/schedules.ts';
import { backfillsQuery, planBackfill, startBackfill } from '../../api/schedules.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { Instant } from '../../ui/Instant.tsx';
import page from '../../ui/page.module.css';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useNow } from '../../ui/useNow.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { BackfillProgress } from './BackfillProgress.tsx';
import { dayAfter, dayAt } from './agendaHours.ts';
import classes from './ScheduleDrawer.module.css';

/** Of many only the first are shown one by one. */
const shown = 8;
const minuteMs = 60_000;

interface PlanProps {
  readonly plan: BackfillPlan;
  readonly pending: boolean;
  readonly onStart: () => void;
}

/** What would begin; beginning it is one press from here. */
function Plan({ plan, pending, onStart }: PlanProps) {
  const { t } = useTranslation('schedules');
  const { number } = useFormats();
  const { total, dueAt } = plan;
  return (
    <div className={classes.plan} role="status">
      <p className={classes.planned}>{t('backfill.plan', { count: total })}</p>
      <ul className={classes.times}>
        {dueAt.slice(0, shown).map((at) => (
          <li key={at}>
            <Instant at={at} />
          </li>
        ))}
        {total > shown && <li>{t('backfill.more', { count: number(total - shown) })}</li>}
      </ul>
      {total > 0 && (
        <Button size="xs" loading={pending} onClick={onStart}>
          {t('backfill.start', { count: total })}
        </Button>
      )}
    </div>
  );
}

const useBackfilling = (workflow: string) => {
  const queries = useQueryClient();
  const planning = useMutation({ mutationFn: planBackfill });
  const starting = useMutation({
    mutationFn: startBackfill,
    onSuccess: () => {
      planning.reset();
      void queries.invalidateQueries({ queryKey: ['schedules', 'backfills', workflow] });
    },
  });
  return { planning, starting };
};

/** Days whose firings are made up for: what would begin is shown before anything does. */
function BackfillForm({ schedule: { workflow, activity, timeZone } }: { readonly schedule: ScheduleView }) {
  const { t } = useTranslation('schedules');
  const { planning, starting } = useBackfilling(workflow);
  const today = dayAt(useNow(true, minuteMs), timeZone);
  const [days, setDays] = useState({ from: dayAfter(today, -1), to: dayAfter(today, -1) });
  const range = { workflow, activity, ...days };
  const change = (part: Partial<typeof days>): void => {
    setDays({ ...days, ...part });
    planning.reset();
    starting.reset();
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    planning.mutate(range);
  };
  const problem = planning.error ?? starting.error;
  return (
    <form onSubmit={submit} className={classes.form}>
      <div className={classes.pair}>
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(`backfill.${end}`)}
            max={today}
            required
            withAsterisk={false}
            value={days[end]}
            onChange={(event) => change({ [end]: event.currentTarget.value })}
          />
        ))}
        <Button type="submit" variant="default" loading={planning.isPending}>
          {t('backfill.look')}
        </Button>
      </div>
      {problem && <ProblemNotice problem={problem} />}
      {planning.data && (
        <Plan plan={planning.data} pending={starting.isPending} onStart={() => starting.mutate(range)} />
      )}
      {starting.isSuccess && <p className={classes.help}>{t('backfill.asked')}</p>}
    </form>
  );
}

/** Making up for firings of the past: the days, what would begin, and how far it has come. */
export function BackfillSection({ schedule }: { readonly schedule: ScheduleView }) {
  const { t } = useTranslation('schedules');
  const can = useRights();
  const { data } = useQuery(backfillsQuery(schedule.workflow));
  const mayStart = can(schedule.category === 'technical' ? 'startTechnical' : 'start');
  const backfills = data?.items.filter(({ activity }) => activity === schedule.activity) ?? [];
  if (!mayStart && backfills.length === 0) return null;
  return (
    <section className={classes.section} aria-label={t('backfill.title')}>
      <h3 className={classes.title}>{t('backfill.title')}</h3>
      <p className={classes.help}>{t('backfill.help', { zone: schedule.timeZone })}</p>
      {mayStart && <BackfillForm schedule={schedule} />}
      <ul className={classes.list}>
        {backfills.map((backfill) => (
          <BackfillProgress key={backfill.id} backfill={backfill} mayStop={mayStart} timeZone={schedule.timeZone} />
        ))}
      </ul>
      {data && data.total > data.items.length && (
        <p className={page.sub}>{t('backfill.older', { count: data.total - data.items.length })}</p>
      )}
    </section>
  );
}
