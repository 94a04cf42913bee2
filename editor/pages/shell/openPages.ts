import type { Right } from '../../../server/contract/rights.ts';
import { pageSections, pageTable, type PageEntry, type PageSection } from '../pageTable.ts';

/**
 * The pages that somebody may open, in the order of the navigation.
 * @param can the test of a right
 */
export const pagesFor = (can: (right: Right) => boolean): readonly PageEntry[] =>
  pageTable.filter(({ right }) => right === undefined || can(right));

/** The same pages by the parts of the navigation; parts without a page are left out. */
export const sectionsFor = (
  can: (right: Right) => boolean,
): readonly { readonly section: PageSection; readonly pages: readonly PageEntry[] }[] => {
  const pages = pagesFor(can);
  return pageSections
    .map((section) => ({ section, pages: pages.filter((page) => page.section === section) }))
    .filter((part) => part.pages.length > 0);
};

/**
 * Whether a page belongs to an item of the navigation.
 * @returns true on the item's page and those below it
 */
export const isHere = (location: string, href: string): boolean =>
  href === '/' ? location === '/' : location === href || location.startsWith(`${href}/`);
