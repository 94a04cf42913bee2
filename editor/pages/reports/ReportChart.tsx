import { useTranslation } from 'react-i18next';
import type { ReportChart as Chart } from '../../../server/contract/reports.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import page from '../../ui/page.module.css';
import classes from './ReportsPage.module.css';

/** The largest value of each measure: its bars are measured by it. */
const largestOf = ({ measures, rows }: Chart): readonly number[] =>
  measures.map((_, index) => Math.max(1, ...(rows ?? []).map(({ values }) => values[index] ?? 0)));

/** A chart as a table whose cells hold bars: figures and picture are one, for eyes and for screen readers. */
export function ReportChart({ chart }: { readonly chart: Chart }) {
  const { t, i18n } = useTranslation('reports');
  const localized = useLocalized();
  const largest = largestOf(chart);
  const figure = (value: number): string => value.toLocaleString(i18n.language);
  const rows = chart.rows ?? [];
  return (
    // It scrolls sideways where there is no room, also by keyboard.
    <div className={`${page.panel} ${classes.chart}`} role="region" aria-label={localized(chart.label)} tabIndex={0}>
      <table className={page.table}>
        <caption className={classes.caption}>{localized(chart.label)}</caption>
        {rows.length > 0 && (
          <thead>
            <tr>
              <th scope="col">{localized(chart.category)}</th>
              {chart.measures.map((measure, index) => (
                <th key={index} scope="col">
                  {localized(measure)}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(({ category, values }, row) => (
            <tr key={row}>
              <td>{category}</td>
              {values.map((value, index) => (
                <td key={index} className={classes.measure}>
                  {figure(value)}
                  <div
                    className={classes.bar}
                    style={{ width: `${String((100 * value) / (largest[index] ?? 1))}%` }}
                    aria-hidden
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className={classes.empty}>{t('empty')}</p>}
    </div>
  );
}
