import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ReportList } from '../../../server/contract/reports.ts';
import { reportQuery, reportsQuery } from '../../api/reports.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
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

/** What the workflows of the packages have computed, so that people see that they worked. */
export function ReportsPage() {
  const { t } = useTranslation('reports');
  const { data, error } = useQuery(reportsQuery());
  usePageTitle(t('title'));
  if (error) return <ProblemNotice problem={error} page />;
  if (!data) return <PageLoading />;
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} />
      {data.items.length === 0 && <EmptyState title={t('none')}>{t('noneHint')}</EmptyState>}
      {data.items.map((report) => (
        <ReportSection key={report.name} report={report} />
      ))}
    </div>
  );
}
