import { Link } from 'wouter';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import classes from './HomePage.module.css';

/** A workflow and when it runs next. */
export function ComingRow({ workflow }: { readonly workflow: WorkflowSummary }) {
  const localize = useLocalized();
  return (
    <li className={joinClasses(classes.row, classes.small)}>
      <Link
        href={`/workflows/${workflow.name}`}
        className={joinClasses(page.link, classes.words, workflow.severity !== 'normal' && classes.loud)}
      >
        {localize(workflow.label, workflow.name)}
      </Link>
      {workflow.nextFiringAt !== null && <Instant at={workflow.nextFiringAt} className={page.sub} />}
    </li>
  );
}
