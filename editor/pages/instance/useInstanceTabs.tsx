import { useTranslation } from 'react-i18next';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import type { DefinitionDraft } from '../../document/definitionDraft.ts';
import type { Selection } from '../../document/selection.ts';
import type { InstanceHistory } from '../../live/useInstanceHistory.ts';
import { DataTab } from '../../panels/drawer/DataTab.tsx';
import type { DrawerTab } from '../../panels/drawer/Drawer.tsx';
import { JournalTab } from '../../panels/drawer/JournalTab.tsx';
import { TasksTab } from '../../panels/drawer/TasksTab.tsx';
import { TimelineTab } from '../../panels/drawer/TimelineTab.tsx';
import { VariablesTab } from '../../panels/drawer/VariablesTab.tsx';
import { CountBadge } from '../../ui/CountBadge.tsx';
import { AboutInstance } from './AboutInstance.tsx';
import classes from './InstancePage.module.css';

interface Told {
  readonly view: InstanceView;
  readonly definition: DefinitionDraft | undefined;
  readonly history: InstanceHistory;
  readonly selection: Selection;
  /** There is no room for a panel beside the canvas. */
  readonly phone: boolean | undefined;
  readonly nameOf: (activity: string) => string;
  readonly onSelect: (activity: string) => void;
  readonly onClearSelection: () => void;
}

const failures = (view: InstanceView): number =>
  Object.values(view.activities).reduce((sum, { counts }) => sum + (counts.failed ?? 0), 0);

/** What the drawer tells of an instance, all of it about what is selected. */
export function useInstanceTabs({
  view,
  definition,
  history,
  selection,
  phone,
  ...shared
}: Told): readonly DrawerTab[] {
  const { t } = useTranslation(['drawer', 'instance']);
  const selected = selection.activities;
  const [activity] = selected;
  const transition = activity === undefined ? selection.transitions[0] : undefined;
  const { nameOf, onSelect, onClearSelection } = shared;
  const failed = failures(view);
  const about: DrawerTab = {
    key: 'about',
    label: t('instance:about'),
    content: (
      <div className={classes.about}>
        <AboutInstance {...{ view, definition, nameOf, onSelect }} />
      </div>
    ),
  };
  return [
    {
      key: 'timeline',
      label: t('drawer:tab.timeline'),
      content: <TimelineTab {...{ view, history, selected, onSelect, nameOf }} />,
    },
    {
      key: 'tasks',
      label: t('drawer:tab.tasks'),
      badge: failed > 0 && <CountBadge count={failed} tone="failed" />,
      content: <TasksTab view={view} selected={selected} {...shared} />,
    },
    {
      key: 'journal',
      label: t('drawer:tab.journal'),
      content: <JournalTab history={history} selected={selected} {...shared} />,
    },
    {
      key: 'data',
      label: t('drawer:tab.data'),
      content: (
        <DataTab
          instance={view.instance}
          history={history}
          about={{ activity, transition }}
          {...{ nameOf, onClearSelection }}
        />
      ),
    },
    { key: 'variables', label: t('drawer:tab.variables'), content: <VariablesTab view={view} /> },
    ...(phone ? [about] : []),
  ];
}
