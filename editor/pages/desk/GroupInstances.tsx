import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Dealing, DeskGroup } from '../../../server/contract/desk.ts';
import { Instant } from '../../ui/Instant.tsx';
import page from '../../ui/page.module.css';
import classes from './DeskPage.module.css';

function DealingWords({ dealing: { what, by, to, note } }: { readonly dealing: Dealing }) {
  const { t } = useTranslation('desk');
  const words = what === 'handedOver' ? t('handedOver', { by, to, note }) : t(what, { by });
  return <span className={classes.dealing}>{words}</span>;
}

/** The instances of a group, the oldest first, with who has seen to them. */
export function GroupInstances({ group }: { readonly group: DeskGroup }) {
  const { t } = useTranslation('desk');
  const { instances, count } = group;
  return (
    <ul className={classes.instances} aria-label={t('instances')}>
      {instances.map(({ id, version, since, dealing }) => (
        <li key={id} className={classes.instance}>
          <Link href={`/instances/${id}`} className={page.link}>
            {id}
          </Link>
          <span className={page.sub}>{t('version', { version })}</span>
          <span className={page.sub}>
            {t('waits')} <Instant at={since} />
          </span>
          {dealing && <DealingWords dealing={dealing} />}
        </li>
      ))}
      {count > instances.length && (
        <li className={classes.instance}>{t('more', { count: count - instances.length })}</li>
      )}
    </ul>
  );
}
