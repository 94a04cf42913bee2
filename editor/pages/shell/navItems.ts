import { IconChartBar, IconHome, IconPlayerPlay, IconSitemap } from '@tabler/icons-react';

/** The pages of the navigation, in their order. */
export const navItems = [
  { key: 'home', href: '/', Icon: IconHome },
  { key: 'workflows', href: '/workflows', Icon: IconSitemap },
  { key: 'instances', href: '/instances', Icon: IconPlayerPlay },
  { key: 'reports', href: '/reports', Icon: IconChartBar },
] as const;

/**
 * Whether a page belongs to an item of the navigation.
 * @returns true on the item's page and those below it
 */
export const isHere = (location: string, href: string): boolean =>
  href === '/' ? location === '/' : location === href || location.startsWith(`${href}/`);
