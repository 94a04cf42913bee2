import {
  IconBroadcast,
  IconCalendarTime,
  IconChartBar,
  IconChecklist,
  IconHistory,
  IconHome,
  IconLifebuoy,
  IconMail,
  IconPackages,
  IconPlayerPlay,
  IconSitemap,
  IconUserShield,
  IconUsers,
} from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';
import type { Right } from '../../server/contract/rights.ts';
import type frame from '../i18n/locales/en/frame.json';

/** The parts of the navigation, in their order; the first has no heading. */
export const pageSections = ['now', 'operate', 'records', 'administration'] as const;
export type PageSection = (typeof pageSections)[number];

export interface PageEntry {
  readonly key: keyof typeof frame.pages;
  readonly href: string;
  readonly section: PageSection;
  /** After `g`, from anywhere. */
  readonly letter: string;
  readonly Icon: typeof IconHome;
  /** Loaded when it is first opened: the first screen stays small. */
  readonly Page: ComponentType;
  /** Only whoever has it sees the page. */
  readonly right?: Right;
  /** On a phone the thumb has room for few; the others are behind *More*. */
  readonly onPhones?: boolean;
}

/** Every page of the navigation: the routes, the side and the bottom navigation, `g` and the search are made of it. */
export const pageTable: readonly PageEntry[] = [
  {
    key: 'home',
    href: '/',
    section: 'now',
    letter: 'h',
    Icon: IconHome,
    Page: lazy(async () => ({ default: (await import('./home/HomePage.tsx')).HomePage })),
    onPhones: true,
  },
  {
    key: 'desk',
    href: '/desk',
    section: 'now',
    letter: 'd',
    Icon: IconLifebuoy,
    Page: lazy(async () => ({ default: (await import('./desk/DeskPage.tsx')).DeskPage })),
    onPhones: true,
  },
  {
    key: 'approvals',
    href: '/approvals',
    section: 'now',
    letter: 'a',
    Icon: IconChecklist,
    Page: lazy(async () => ({ default: (await import('./approvals/ApprovalsPage.tsx')).ApprovalsPage })),
  },
  {
    key: 'workflows',
    href: '/workflows',
    section: 'operate',
    letter: 'w',
    Icon: IconSitemap,
    Page: lazy(async () => ({ default: (await import('./explorer/ExplorerPage.tsx')).ExplorerPage })),
    onPhones: true,
  },
  {
    key: 'instances',
    href: '/instances',
    section: 'operate',
    letter: 'i',
    Icon: IconPlayerPlay,
    Page: lazy(async () => ({ default: (await import('./instances/InstancesPage.tsx')).InstancesPage })),
    onPhones: true,
  },
  {
    key: 'schedules',
    href: '/schedules',
    section: 'operate',
    letter: 'c',
    Icon: IconCalendarTime,
    Page: lazy(async () => ({ default: (await import('./schedules/SchedulesPage.tsx')).SchedulesPage })),
  },
  {
    key: 'reports',
    href: '/reports',
    section: 'records',
    letter: 'r',
    Icon: IconChartBar,
    Page: lazy(async () => ({ default: (await import('./reports/ReportsPage.tsx')).ReportsPage })),
  },
  {
    key: 'outbox',
    href: '/outbox',
    section: 'records',
    letter: 'o',
    Icon: IconMail,
    Page: lazy(async () => ({ default: (await import('./outbox/OutboxPage.tsx')).OutboxPage })),
  },
  {
    key: 'signals',
    href: '/signals',
    section: 'records',
    letter: 's',
    Icon: IconBroadcast,
    Page: lazy(async () => ({ default: (await import('./signals/SignalsPage.tsx')).SignalsPage })),
  },
  {
    key: 'audit',
    href: '/audit',
    section: 'records',
    letter: 'u',
    Icon: IconHistory,
    Page: lazy(async () => ({ default: (await import('./audit/AuditPage.tsx')).AuditPage })),
    right: 'manageOperators',
  },
  {
    key: 'privacy',
    href: '/privacy',
    section: 'administration',
    letter: 'p',
    Icon: IconUserShield,
    Page: lazy(async () => ({ default: (await import('./privacy/PrivacyPage.tsx')).PrivacyPage })),
    right: 'managePrivacy',
  },
  {
    key: 'operators',
    href: '/operators',
    section: 'administration',
    letter: 'e',
    Icon: IconUsers,
    Page: lazy(async () => ({ default: (await import('./operators/OperatorsPage.tsx')).OperatorsPage })),
    right: 'manageOperators',
  },
  {
    key: 'packages',
    href: '/packages',
    section: 'administration',
    letter: 'k',
    Icon: IconPackages,
    Page: lazy(async () => ({ default: (await import('./packages/PackagesPage.tsx')).PackagesPage })),
  },
];
