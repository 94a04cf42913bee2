import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { workflowsQuery } from '../api/workflows.ts';
import { useLocalized } from '../i18n/useLocalized.ts';
import classes from './CameFrom.module.css';
import page from './page.module.css';

interface CameFromProps {
  readonly instance: string | null;
  readonly workflow: string | null;
  readonly activity: string | null;
}

/** What something came from, with the way to it: the workflow and its activity lead to the instance. */
export function CameFrom({ instance, workflow, activity }: CameFromProps) {
  const { t } = useTranslation('frame');
  const localize = useLocalized();
  const { data } = useQuery(workflowsQuery());
  if (instance === null) return <span className={page.sub}>{t('cameFrom.nothing')}</span>;
  const label = data?.items.find(({ name }) => name === workflow)?.label;
  return (
    <>
      <Link href={`/instances/${instance}`} className={classes.link}>
        {workflow === null ? instance : localize(label, workflow)}
      </Link>
      {activity !== null && <div className={page.sub}>{activity}</div>}
    </>
  );
}
