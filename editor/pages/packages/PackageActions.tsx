import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Package } from '../../../server/contract/packages.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { InstallDialog } from './InstallDialog.tsx';
import classes from './PackagesPage.module.css';
import { RemoveDialog } from './RemoveDialog.tsx';

interface PackageActionsProps {
  readonly shown: Package;
  readonly all: readonly Package[];
}

/** What keeps an installed package from going, or another from coming: those it depends on, in words. */
function useObstacle({ shown, all }: PackageActionsProps): string | undefined {
  const { t } = useTranslation('packages');
  const localized = useLocalized();
  const isInstalled = shown.status === 'installed';
  const inTheWay = all.filter(({ name, status }) =>
    isInstalled ? shown.neededBy.includes(name) : shown.needs.includes(name) && status !== 'installed',
  );
  if (inTheWay.length === 0) return undefined;
  const names = inTheWay.map(({ name, label }) => localized(label, name)).join(', ');
  return isInstalled ? t('removeFirst', { count: inTheWay.length }) : t('installFirst', { names });
}

function InstalledActions({ shown, blocked }: { readonly shown: Package; readonly blocked: boolean }) {
  const { t } = useTranslation('packages');
  const name = useLocalized()(shown.label, shown.name);
  const [removing, setRemoving] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={t('removeNamed', { name })}
        disabled={blocked}
        onClick={() => setRemoving(true)}
      >
        {t('remove')}
      </Button>
      {removing && <RemoveDialog shown={shown} onClose={() => setRemoving(false)} />}
    </>
  );
}

function AbsentActions({ shown, blocked }: { readonly shown: Package; readonly blocked: boolean }) {
  const { t } = useTranslation('packages');
  const name = useLocalized()(shown.label, shown.name);
  const [asked, setAsked] = useState<'install' | 'drop'>();
  const close = (): void => setAsked(undefined);
  return (
    <>
      <Button size="xs" aria-label={t('installNamed', { name })} disabled={blocked} onClick={() => setAsked('install')}>
        {t('install')}
      </Button>
      {shown.status === 'removed' && shown.hasData && (
        <Button variant="default" size="xs" aria-label={t('dropKeptNamed', { name })} onClick={() => setAsked('drop')}>
          {t('dropKept')}
        </Button>
      )}
      {asked === 'install' && <InstallDialog shown={shown} onClose={close} />}
      {asked === 'drop' && <RemoveDialog shown={shown} onClose={close} />}
    </>
  );
}

/** Installs or removes a package; where it cannot be, says what comes first. */
export function PackageActions(props: PackageActionsProps) {
  const obstacle = useObstacle(props);
  const Actions = props.shown.status === 'installed' ? InstalledActions : AbsentActions;
  return (
    <div className={classes.actions}>
      <Actions shown={props.shown} blocked={obstacle !== undefined} />
      {obstacle !== undefined && <p className={classes.obstacle}>{obstacle}</p>}
    </div>
  );
}
