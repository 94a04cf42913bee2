import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { schedulesQuery } from '../../api/schedules.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { ComingView } from './ComingView.tsx';
import { HeatView } from './HeatView.tsx';
import { MissedView } from './MissedView.tsx';
import { keyOf, viewOf, views, type View } from './scheduleAddress.ts';
import { ScheduleDrawer } from './ScheduleDrawer.tsx';
import classes from './SchedulesPage.module.css';

function Choice({ chosen }: { readonly chosen: View }) {
  const { t } = useTranslation('schedules');
  return (
    <nav className={classes.choice} aria-label={t('views')}>
      {views.map((view) => (
        <Link
          key={view}
          href={`/schedules?view=${view}`}
          className={joinClasses(classes.view, view === chosen && classes.chosen)}
          {...(view === chosen ? { 'aria-current': 'page' as const } : {})}
        >
          {t(`view.${view}`)}
        </Link>
      ))}
    </nav>
  );
}

/** What comes, what ran together, and what was missed; which of them is shown stands in the address. */
export function SchedulesPage() {
  const { t } = useTranslation('schedules');
  const { zone } = useFormats();
  usePageTitle(t('title'));
  const [params, setParams] = useAddressState();
  const { data, error, refetch } = useQuery(schedulesQuery());
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const view = viewOf(params);
  const opened = data.items.find((schedule) => keyOf(schedule) === params.get('schedule'));
  const open = (schedule: string): void => setParams({ schedule });
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead', { zone })} />
      <Choice chosen={view} />
      {view === 'coming' && <ComingView schedules={data.items} onOpen={open} />}
      {view === 'heat' && <HeatView />}
      {view === 'missed' && <MissedView schedules={data.items} onOpen={open} />}
      {opened && <ScheduleDrawer schedule={opened} onClose={() => setParams({ schedule: undefined })} />}
    </div>
  );
}
