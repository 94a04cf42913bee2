import '@mantine/spotlight/styles.css';
import { useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconMoon, IconPlus, IconSearch, IconSitemap, IconSun, IconSunMoon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { workflowsQuery } from '../../api/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { useRights } from '../../ui/SessionProvider.tsx';
import { pagesFor } from './openPages.ts';

const icon = (Icon: typeof IconSearch): ReactNode => <Icon size={18} stroke={1.7} aria-hidden />;

const usePageActions = (): SpotlightActionGroupData => {
  const { t } = useTranslation('frame');
  const [, navigate] = useLocation();
  const actions = pagesFor(useRights()).map(({ key, href, Icon }) => ({
    id: key,
    label: t('palette.go', { page: t(`pages.${key}`) }),
    leftSection: icon(Icon),
    onClick: () => navigate(href),
  }));
  return { group: t('palette.pages'), actions };
};

const useWorkflowActions = (): SpotlightActionGroupData => {
  const { t } = useTranslation('frame');
  const localize = useLocalized();
  const [, navigate] = useLocation();
  const { data } = useQuery(workflowsQuery());
  const actions = (data?.items ?? []).map(({ name, label, folder }) => ({
    id: `workflow ${name}`,
    label: localize(label, name),
    description: folder,
    keywords: name,
    leftSection: icon(IconSitemap),
    onClick: () => navigate(`/workflows/${name}`),
  }));
  return { group: t('palette.workflows'), actions };
};

const useCommandActions = (): SpotlightActionGroupData => {
  const { t } = useTranslation('frame');
  const [, navigate] = useLocation();
  const { setColorScheme } = useMantineColorScheme();
  const can = useRights();
  const create = {
    id: 'new',
    label: t('palette.newWorkflow'),
    leftSection: icon(IconPlus),
    onClick: () => navigate('/workflows?new=1'),
  };
  return {
    group: t('palette.commands'),
    actions: [
      ...(can('modify') ? [create] : []),
      { id: 'light', label: t('palette.light'), leftSection: icon(IconSun), onClick: () => setColorScheme('light') },
      { id: 'dark', label: t('palette.dark'), leftSection: icon(IconMoon), onClick: () => setColorScheme('dark') },
      { id: 'auto', label: t('palette.auto'), leftSection: icon(IconSunMoon), onClick: () => setColorScheme('auto') },
    ],
  };
};

/** Ctrl K: any page, workflow or command by a few letters. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('frame');
  const [[store, spotlight]] = useState(createSpotlight);
  useEffect(() => spotlight.open(), [spotlight]);
  const groups = [usePageActions(), useWorkflowActions(), useCommandActions()].filter(
    ({ actions }) => actions.length > 0,
  );
  return (
    <Spotlight
      store={store}
      actions={groups}
      shortcut={null}
      limit={12}
      scrollable
      maxHeight={400}
      highlightQuery
      nothingFound={t('palette.nothing')}
      onSpotlightClose={onClose}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.7} aria-hidden />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
    />
  );
}
