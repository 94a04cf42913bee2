import { UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { joinClasses } from '../../ui/joinClasses.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { isHere, itemsFor } from './navItems.ts';
import { OperatorMenu } from './OperatorMenu.tsx';
import { ShellContext } from './shellContext.ts';
import classes from './BottomNav.module.css';

/** The navigation of a phone: within reach of the thumb. */
export function BottomNav() {
  const { t } = useTranslation('frame');
  const [location] = useLocation();
  const { openPalette } = use(ShellContext);
  const items = itemsFor(useRights()).filter(({ notOnPhones = false }) => !notOnPhones);
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      {items.map(({ key, href, Icon }) => {
        const here = isHere(location, href);
        return (
          <Link
            key={key}
            href={href}
            className={joinClasses(classes.item, here && classes.here)}
            {...(here ? { 'aria-current': 'page' as const } : {})}
          >
            <Icon size={20} stroke={1.8} aria-hidden />
            <span>{t(`nav.${key}`)}</span>
          </Link>
        );
      })}
      <UnstyledButton className={classes.item} onClick={openPalette}>
        <IconSearch size={20} stroke={1.8} aria-hidden />
        <span>{t('nav.searchShort')}</span>
      </UnstyledButton>
      <OperatorMenu narrow bottom />
    </nav>
  );
}
