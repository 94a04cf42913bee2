import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ReportList } from '../../../server/contract/reports.ts';
import { reportQuery, reportsQuery } from '../../api/reports.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useAddressState } from '../../ui/useAddressState.ts';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { ReportChart } from './ReportChart.tsx';
import classes from './ReportsPage.module.css';

function ReportSection({ report }: { readonly report: ReportList['items'][number] }) {
  const { t } = useTranslation('reports');
  const localized = useLocalized();
  const { data, error } = useQuery(reportQuery(report.name));
  const title = localized(report.label);
  return (
    <section aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <span className={page.sub}>{localized(report.description)}</span>
        <span className={page.sub}>{t('package', { name: report.package })}</span>
      </div>
      {error && <ProblemNotice problem={error} />}
      {!data && !error && <PageLoading />}
      <div className={classes.charts}>
        {data?.charts.map((chart) => (
          <ReportChart key={chart.name} chart={chart} />
        ))}
      </div>
    </section>
  );
}

/** All reports by their names; one is open. */
function Choice({ reports, chosen }: { readonly reports: ReportList['items']; readonly chosen: string }) {
  const { t } = useTranslation('reports');
  const localized = useLocalized();
  return (
    <nav className={classes.choice} aria-label={t('title')}>
      {reports.map(({ name, label }) => (
        <Link
          key={name}
          href={`/reports?report=${name}`}
          className={joinClasses(classes.report, name === chosen && classes.chosen)}
          {...(name === chosen ? { 'aria-current': 'true' as const } : {})}
        >
          {localized(label)}
        </Link>
      ))}
    </nav>
  );
}

/** What the workflows of the packages have computed, so that people see that they worked; which is shown stands in the address. */
export function ReportsPage() {
  const { t } = useTranslation('reports');
  const { data, error } = useQuery(reportsQuery());
  const [params] = useAddressState();
  usePageTitle(t('title'));
  if (error) return <ProblemNotice problem={error} page />;
  if (!data) return <PageLoading />;
  const report = data.items.find(({ name }) => name === params.get('report')) ?? data.items[0];
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} />
      {report ? (
        <>
          <Choice reports={data.items} chosen={report.name} />
          <ReportSection key={report.name} report={report} />
        </>
      ) : (
        <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>
      )}
    </div>
  );
}
