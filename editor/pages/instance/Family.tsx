import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { instancesQuery } from '../../api/instances.ts';
import page from '../../ui/page.module.css';
import { StatusWord } from '../../ui/StatusWord.tsx';
import classes from './AboutPanel.module.css';

/** So many children are listed; the others are counted. */
const listed = 20;

const pathTo = (instance: string): string => `/instances/${encodeURIComponent(instance)}`;

/** The instance whose task began this one, and those that its own tasks began. */
export function Family({ view }: { readonly view: InstanceView }) {
  const { t } = useTranslation('instance');
  const { data } = useQuery(instancesQuery({ parent: view.instance, size: listed }));
  const children = data?.items ?? [];
  return (
    <>
      {view.parent !== undefined && (
        <p className={classes.inFlight}>
          <Link href={pathTo(view.parent)} className={page.link}>
            {t('panel.parent')}
          </Link>
        </p>
      )}
      {data && children.length > 0 && (
        <section className={classes.family} aria-label={t('panel.children', { count: data.total })}>
          <h3 className={classes.heading}>{t('panel.children', { count: data.total })}</h3>
          <ul className={classes.children}>
            {children.map(({ id, workflow, status, parent }) => (
              <li key={id} className={classes.child}>
                <Link href={pathTo(id)} className={page.link}>
                  {t('panel.child', { workflow, number: (parent?.item ?? 0) + 1 })}
                </Link>
                <StatusWord of="instance" status={status} />
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
