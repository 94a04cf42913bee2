import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { useFormats } from '../../i18n/useFormats.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { WorkflowRow } from './WorkflowRow.tsx';
import classes from './WorkflowTable.module.css';

/** Workflows with how they stand, what they did last and do next. */
export function WorkflowTable({ workflows }: { readonly workflows: readonly WorkflowSummary[] }) {
  const { t } = useTranslation('explorer');
  const { zone } = useFormats();
  return (
    <table className={joinClasses(page.table, classes.table)}>
      <thead>
        <tr>
          <th scope="col">{t('column.workflow')}</th>
          <th scope="col">{t('column.status')}</th>
          <th scope="col">{t('column.severity')}</th>
          <th scope="col">{t('column.runs')}</th>
          <th scope="col">{t('column.next', { zone })}</th>
          <th scope="col">{t('column.supervisors')}</th>
          <th scope="col" aria-label={t('column.actions')} />
        </tr>
      </thead>
      <tbody>
        {workflows.map((workflow) => (
          <WorkflowRow key={workflow.name} workflow={workflow} />
        ))}
      </tbody>
    </table>
  );
}
