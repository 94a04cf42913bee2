import { Drawer } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { joinClasses } from '../../ui/joinClasses.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { isHere, sectionsFor } from './openPages.ts';
import { ShellContext } from './shellContext.ts';
import classes from './MorePages.module.css';

/** All pages on a phone, from the bottom, by their parts; the search is the first of them. */
export function MorePages({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('frame');
  const [location] = useLocation();
  const { openPalette } = use(ShellContext);
  const sections = sectionsFor(useRights());
  return (
    <Drawer
      opened
      position="bottom"
      size="80%"
      title={t('nav.allPages')}
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <button
        type="button"
        className={classes.search}
        onClick={() => {
          onClose();
          openPalette();
        }}
      >
        <IconSearch size={18} stroke={1.8} aria-hidden />
        {t('nav.search')}
      </button>
      {sections.map(({ section, pages }) => (
        <nav key={section} aria-label={t(`sections.${section}`)} className={classes.section}>
          <span className={classes.heading} aria-hidden>
            {t(`sections.${section}`)}
          </span>
          <div className={classes.pages}>
            {pages.map(({ key, href, Icon }) => (
              <Link
                key={key}
                href={href}
                onClick={onClose}
                className={joinClasses(classes.page, isHere(location, href) && classes.here)}
              >
                <Icon size={18} stroke={1.8} aria-hidden />
                {t(`pages.${key}`)}
              </Link>
            ))}
          </div>
        </nav>
      ))}
    </Drawer>
  );
}
