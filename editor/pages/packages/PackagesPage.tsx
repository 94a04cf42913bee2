import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Package } from '../../../server/contract/packages.ts';
import { packagesQuery } from '../../api/packages.ts';
import page from '../../ui/page.module.css';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { PackageCard } from './PackageCard.tsx';
import classes from './PackagesPage.module.css';

interface PartProps {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

function Part({ title, none, children }: PartProps) {
  return (
    <section className={classes.part}>
      <h2 className={classes.partTitle}>{title}</h2>
      {children.length === 0 ? <p className={classes.none}>{none}</p> : <ul className={classes.list}>{children}</ul>}
    </section>
  );
}

/** The packages of this release: what each brings, and whoever may installs and removes them here. */
export function PackagesPage() {
  const { t } = useTranslation('packages');
  usePageTitle(t('title'));
  const { data, error, refetch } = useQuery(packagesQuery());
  if (error) return <ProblemNotice problem={error} onRetry={() => void refetch()} page />;
  if (!data) return <PageLoading />;
  const cardsOf = (fits: (one: Package) => boolean): readonly ReactNode[] =>
    data.items.filter(fits).map((one) => <PackageCard key={one.name} shown={one} all={data.items} />);
  return (
    <div className={page.page}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Part title={t('installedPart')} none={t('noneInstalled')}>
        {cardsOf(({ status }) => status === 'installed')}
      </Part>
      <Part title={t('availablePart')} none={t('none')}>
        {cardsOf(({ status }) => status !== 'installed')}
      </Part>
    </div>
  );
}
