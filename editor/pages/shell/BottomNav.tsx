import { UnstyledButton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { joinClasses } from '../../ui/joinClasses.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { MorePages } from './MorePages.tsx';
import { isHere, pagesFor } from './openPages.ts';
import { OperatorMenu } from './OperatorMenu.tsx';
import classes from './BottomNav.module.css';

/** The navigation of a phone: within reach of the thumb; what is needed seldom is behind *More*. */
export function BottomNav() {
  const { t } = useTranslation('frame');
  const [location] = useLocation();
  const [more, setMore] = useState(false);
  const pages = pagesFor(useRights());
  const beyond = pages.some(({ onPhones, href }) => !onPhones && isHere(location, href));
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      {pages
        .filter(({ onPhones }) => onPhones)
        .map(({ key, href, Icon }) => {
          const here = isHere(location, href);
          return (
            <Link
              key={key}
              href={href}
              className={joinClasses(classes.item, here && classes.here)}
              {...(here ? { 'aria-current': 'page' as const } : {})}
            >
              <Icon size={20} stroke={1.8} aria-hidden />
              <span>{t(`pages.${key}`)}</span>
            </Link>
          );
        })}
      <UnstyledButton
        className={joinClasses(classes.item, beyond && classes.here)}
        aria-haspopup="dialog"
        onClick={() => setMore(true)}
      >
        <IconDots size={20} stroke={1.8} aria-hidden />
        <span>{t('nav.more')}</span>
      </UnstyledButton>
      <OperatorMenu narrow bottom />
      {more && <MorePages onClose={() => setMore(false)} />}
    </nav>
  );
}
