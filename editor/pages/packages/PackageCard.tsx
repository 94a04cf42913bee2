import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Package } from '../../../server/contract/packages.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Instant } from '../../ui/Instant.tsx';
import page from '../../ui/page.module.css';
import { useRights } from '../../ui/SessionProvider.tsx';
import { PackageActions } from './PackageActions.tsx';
import classes from './PackagesPage.module.css';

const parts = ['workflows', 'tables', 'options', 'reports'] as const;

interface PackageProps {
  readonly shown: Package;
}

/** Counts at first; the names unfold. */
function Brings({ shown }: PackageProps) {
  const { t } = useTranslation('packages');
  const brought = parts.filter((part) => shown[part].length > 0);
  if (brought.length === 0) return null;
  const isThere = shown.status === 'installed';
  return (
    <details className={classes.brings}>
      <summary>{brought.map((part) => t(part, { count: shown[part].length })).join(' · ')}</summary>
      <div className={classes.parts}>
        {brought.map((part) => (
          <div key={part}>
            <h4 className={classes.partName}>{t(part, { count: shown[part].length })}</h4>
            <ul className={classes.names}>
              {shown[part].map((name) => (
                <li key={name}>
                  {part === 'workflows' && isThere ? (
                    <Link href={`/workflows/${encodeURIComponent(name)}`} className={page.link}>
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </details>
  );
}

interface PackageCardProps extends PackageProps {
  readonly all: readonly Package[];
}

/** A package: what it is for, what it brings, what it needs, and what can be done with it. */
export function PackageCard({ shown, all }: PackageCardProps) {
  const { t } = useTranslation('packages');
  const localized = useLocalized();
  const can = useRights();
  const { name, label, description, version, status, hasData, installedAt, needs, neededBy } = shown;
  const labelOf = (wanted: string): string => localized(all.find((one) => one.name === wanted)?.label, wanted);
  const lines = [
    { word: t('needs'), names: needs },
    { word: t('neededBy'), names: neededBy },
  ].filter(({ names }) => names.length > 0);
  return (
    <li className={classes.card} data-package={name} data-status={status}>
      <div className={classes.words}>
        <h3 className={classes.title}>{localized(label, name)}</h3>
        <p className={page.sub}>
          <span className={classes.name}>{name}</span> · {t('version', { version })}
          {status === 'installed' && installedAt !== null && (
            <>
              {' '}
              · {t('installedAt')} <Instant at={installedAt} />
            </>
          )}
          {status === 'removed' && hasData && <span className={classes.kept}>{t('dataKept')}</span>}
        </p>
        <p className={classes.description}>{localized(description)}</p>
        {lines.map(({ word, names }) => (
          <p key={word} className={classes.line}>
            <span className={classes.word}>{word}</span> {names.map((one) => labelOf(one)).join(', ')}
          </p>
        ))}
        <Brings shown={shown} />
      </div>
      {can('managePackages') && <PackageActions shown={shown} all={all} />}
    </li>
  );
}
