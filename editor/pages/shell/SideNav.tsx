import { ActionIcon, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconSearch } from '@tabler/icons-react';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { BrandMark } from '../../ui/BrandMark.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import type { PageEntry } from '../pageTable.ts';
import { LineMark } from './LineMark.tsx';
import { isHere, sectionsFor } from './openPages.ts';
import { OperatorMenu } from './OperatorMenu.tsx';
import { ShellContext } from './shellContext.ts';
import classes from './SideNav.module.css';

interface SideNavProps {
  readonly narrow: boolean;
  readonly canWiden: boolean;
  readonly onToggle: () => void;
}

function NavLink({ page, narrow }: { readonly page: PageEntry; readonly narrow: boolean }) {
  const { t } = useTranslation('frame');
  const [location] = useLocation();
  const { key, href, Icon } = page;
  const here = isHere(location, href);
  return (
    <Tooltip label={t(`pages.${key}`)} position="right" disabled={!narrow}>
      <Link
        href={href}
        className={joinClasses(classes.item, here && classes.here)}
        aria-label={t(`pages.${key}`)}
        {...(here ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon size={18} stroke={1.8} aria-hidden />
        {!narrow && <span>{t(`pages.${key}`)}</span>}
      </Link>
    </Tooltip>
  );
}

function NavLinks({ narrow }: { readonly narrow: boolean }) {
  const { t } = useTranslation('frame');
  return sectionsFor(useRights()).map(({ section, pages }) => (
    <div key={section} className={classes.section} role="group" aria-label={t(`sections.${section}`)}>
      {!narrow && section !== 'now' && (
        <span className={classes.heading} aria-hidden>
          {t(`sections.${section}`)}
        </span>
      )}
      {pages.map((page) => (
        <NavLink key={page.key} page={page} narrow={narrow} />
      ))}
    </div>
  ));
}

/** The navigation at the side: wide with words, or narrow with icons. */
export function SideNav({ narrow, canWiden, onToggle }: SideNavProps) {
  const { t } = useTranslation('frame');
  const { openPalette } = use(ShellContext);
  const toggleLabel = narrow ? t('nav.expand') : t('nav.collapse');
  return (
    <nav className={joinClasses(classes.nav, narrow && classes.narrow)} aria-label={t('nav.label')}>
      <div className={classes.top}>
        <Link href="/" className={classes.brand} aria-label={t('product')}>
          <BrandMark size={26} />
          {!narrow && <span>{t('product')}</span>}
        </Link>
        {canWiden && !narrow && (
          <ActionIcon variant="subtle" color="gray" onClick={onToggle} aria-label={toggleLabel}>
            <IconLayoutSidebarLeftCollapse size={18} stroke={1.6} />
          </ActionIcon>
        )}
      </div>
      <Tooltip label={t('nav.search')} position="right" disabled={!narrow}>
        <UnstyledButton
          className={classes.search}
          onClick={openPalette}
          {...(narrow ? { 'aria-label': t('nav.search') } : {})}
        >
          <IconSearch size={16} stroke={1.8} aria-hidden />
          {!narrow && (
            <>
              <span className={classes.searchWord}>{t('nav.searchShort')}</span>
              <Kbd size="xs">Ctrl K</Kbd>
            </>
          )}
        </UnstyledButton>
      </Tooltip>
      <div className={classes.items}>
        <NavLinks narrow={narrow} />
      </div>
      <div className={classes.bottom}>
        {canWiden && narrow && (
          <Tooltip label={toggleLabel} position="right">
            <ActionIcon variant="subtle" color="gray" size="lg" onClick={onToggle} aria-label={toggleLabel}>
              <IconLayoutSidebarLeftExpand size={18} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        <LineMark narrow={narrow} />
        <OperatorMenu narrow={narrow} />
      </div>
    </nav>
  );
}
