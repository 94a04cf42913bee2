import { IconChartBar, IconHome, IconPlayerPlay, IconSitemap, IconUserShield } from '@tabler/icons-react';
import type { Right } from '../../../server/contract/rights.ts';

interface NavItem {
  readonly key: 'home' | 'workflows' | 'instances' | 'reports' | 'privacy';
  readonly href: string;
  /** After `g`, from anywhere. */
  readonly letter: string;
  readonly Icon: typeof IconHome;
  /** Only whoever has it sees the page. */
  readonly right?: Right;
  /** Seldom needed on a phone, where the thumb has room for few; the search leads there. */
  readonly notOnPhones?: boolean;
}

/** The pages of the navigation, in their order. */
export const navItems: readonly NavItem[] = [
  { key: 'home', href: '/', letter: 'h', Icon: IconHome },
  { key: 'workflows', href: '/workflows', letter: 'w', Icon: IconSitemap },
  { key: 'instances', href: '/instances', letter: 'i', Icon: IconPlayerPlay },
  { key: 'reports', href: '/reports', letter: 'r', Icon: IconChartBar },
  {
    key: 'privacy',
    href: '/privacy',
    letter: 'p',
    Icon: IconUserShield,
    right: 'managePrivacy',
    notOnPhones: true,
  },
];

/**
 * The pages that somebody may open.
 * @param can the test of a right
 */
export const itemsFor = (can: (right: Right) => boolean): readonly NavItem[] =>
  navItems.filter(({ right }) => right === undefined || can(right));

/**
 * Whether a page belongs to an item of the navigation.
 * @returns true on the item's page and those below it
 */
export const isHere = (location: string, href: string): boolean =>
  href === '/' ? location === '/' : location === href || location.startsWith(`${href}/`);
