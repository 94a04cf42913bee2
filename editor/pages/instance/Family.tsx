import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { InstanceSummary } from '../../../server/contract/instances.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { instanceQuery, instancesQuery } from '../../api/instances.ts';
import { workflowQuery } from '../../api/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import page from '../../ui/page.module.css';
import { StatusWord } from '../../ui/StatusWord.tsx';
import classes from './AboutPanel.module.css';

/** So many children are listed; the others are counted. */
const listed = 20;

const itemOf = ({ parent }: InstanceSummary): number => parent?.item ?? 0;

const pathTo = (instance: string): string => `/instances/${encodeURIComponent(instance)}`;

function Label({ workflow }: { readonly workflow: string }) {
  const { data } = useQuery(workflowQuery(workflow));
  return <>{useLocalized()(data?.label, workflow)}</>;
}

function Parent({ id }: { readonly id: string }) {
  const { data } = useQuery(instanceQuery(id));
  return (
    <p className={classes.child}>
      <Link href={pathTo(id)} className={page.link}>
        {data ? <Label workflow={data.workflow} /> : id}
      </Link>
      {data && <StatusWord of="instance" status={data.status} />}
    </p>
  );
}

/** The instance whose task began this one, and those that its own tasks began. */
export function Family({ view }: { readonly view: InstanceView }) {
  const { t } = useTranslation('instance');
  const { data } = useQuery(instancesQuery({ parent: view.instance, size: listed }));
  // They come newest first; here they stand in the order of their items.
  const children = data?.items.toSorted((one, other) => itemOf(one) - itemOf(other)) ?? [];
  return (
    <>
      {view.parent !== undefined && (
        <section className={classes.family} aria-label={t('panel.parent')}>
          <h3 className={classes.heading}>{t('panel.parent')}</h3>
          <Parent id={view.parent} />
          {view.endedAtMs !== undefined && <p className={classes.hint}>{t('panel.parentHelp')}</p>}
        </section>
      )}
      {data && children.length > 0 && (
        <section className={classes.family} aria-label={t('panel.children', { count: data.total })}>
          <h3 className={classes.heading}>{t('panel.children', { count: data.total })}</h3>
          <ul className={classes.children}>
            {children.map((child) => (
              <li key={child.id} className={classes.child}>
                <Link href={pathTo(child.id)} className={page.link}>
                  <Label workflow={child.workflow} /> {t('panel.child', { number: itemOf(child) + 1 })}
                </Link>
                <StatusWord of="instance" status={child.status} />
              </li>
            ))}
          </ul>
          {data.total > children.length && (
            <p className={classes.hint}>{t('panel.moreChildren', { count: data.total - children.length })}</p>
          )}
        </section>
      )}
    </>
  );
}
