import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WorkflowCanvas, type CanvasHandle } from '../../canvas/WorkflowCanvas.tsx';
import { readDraft } from '../../document/definitionDraft.ts';
import { emptySelection, selectActivities, type Selection } from '../../document/selection.ts';
import type { InstanceView } from '../../../server/contract/instanceView.ts';
import { versionQuery, workflowQuery } from '../../api/workflows.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { useInstanceHistory } from '../../live/useInstanceHistory.ts';
import type { WatchedInstance } from '../../live/watchedInstance.ts';
import { Drawer, type DrawerTab } from '../../panels/drawer/Drawer.tsx';
import { JournalTab } from '../../panels/drawer/JournalTab.tsx';
import { TasksTab } from '../../panels/drawer/TasksTab.tsx';
import { CountBadge } from '../../ui/CountBadge.tsx';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { useNameOf } from '../useNameOf.ts';
import { AboutInstance } from './AboutInstance.tsx';
import { AboutPanel } from './AboutPanel.tsx';
import { Announcer } from './Announcer.tsx';
import { Explanation } from './Explanation.tsx';
import { InstanceHeader } from './InstanceHeader.tsx';
import { useFirstFailure } from './useFirstFailure.ts';
import { useFollow } from './useFollow.ts';
import classes from './InstancePage.module.css';

const failures = (view: InstanceView): number =>
  Object.values(view.activities).reduce((sum, { counts }) => sum + (counts.failed ?? 0), 0);

const useDefinition = ({ workflow, version }: InstanceView) => {
  const { data } = useQuery(versionQuery(workflow, version));
  return useMemo(() => {
    const read = data && readDraft(data.definition);
    return read && 'draft' in read ? read.draft : undefined;
  }, [data]);
};

/** Canvas, panel and drawer of an instance, around one selection. */
export function InstanceStage({ watched }: { readonly watched: WatchedInstance }) {
  const { t } = useTranslation(['instance', 'status', 'drawer']);
  const { view } = watched;
  const definition = useDefinition(view);
  const workflow = useQuery(workflowQuery(view.workflow));
  const title = useLocalized()(workflow.data?.label, view.workflow);
  const nameOf = useNameOf(definition);
  const history = useInstanceHistory(view.instance, watched);
  const canvas = useRef<CanvasHandle>(null);
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const [tab, setTab] = useState('tasks');
  const [follows, setFollows] = useFollow(view, canvas);
  const phone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false });
  usePageTitle(t('instance:pageTitle', { status: t(`status:instance.${view.status}`), name: title }));
  useHotkeys([['f', () => setFollows(!follows)]]);

  const select = (activity: string): void => {
    setSelection(selectActivities(activity));
    canvas.current?.focusActivity(activity);
  };
  useFirstFailure(view, definition !== undefined, select);
  // Whoever moves the picture wants to look at something else.
  const stopFollowing = (): void => setFollows(false);
  const clear = (): void => setSelection(emptySelection);
  const shared = { selected: selection.activities, onSelect: select, onClearSelection: clear, nameOf };
  const failed = failures(view);
  const tabs: DrawerTab[] = [
    {
      key: 'tasks',
      label: t('drawer:tab.tasks'),
      badge: failed > 0 && <CountBadge count={failed} tone="failed" />,
      content: <TasksTab view={view} {...shared} />,
    },
    { key: 'journal', label: t('drawer:tab.journal'), content: <JournalTab history={history} {...shared} /> },
  ];
  if (phone) {
    const about = <AboutInstance view={view} definition={definition} nameOf={nameOf} onSelect={select} />;
    tabs.push({ key: 'about', label: t('instance:about'), content: <div className={classes.about}>{about}</div> });
  }
  return (
    <div className={classes.stage} data-instance={view.instance} data-status={view.status} data-seq={view.seq}>
      <InstanceHeader
        view={view}
        title={title}
        startedBy={history.entries[0]?.by}
        follows={follows}
        onFollow={setFollows}
      />
      <Explanation view={view} onSelect={select} />
      <div className={classes.middle}>
        <div className={classes.canvas} onPointerDownCapture={stopFollowing} onWheelCapture={stopFollowing}>
          {definition ? (
            <WorkflowCanvas
              mode="live"
              handle={canvas}
              definition={definition}
              view={view}
              selection={selection}
              onSelectionChange={setSelection}
            />
          ) : (
            <PageLoading />
          )}
        </div>
        {(!phone || selection.activities.length > 0) && (
          <AboutPanel
            view={view}
            definition={definition}
            selection={selection}
            nameOf={nameOf}
            onClear={clear}
            onSelect={select}
          />
        )}
      </div>
      <Drawer name="instance" tabs={tabs} tab={tab} onTab={setTab} />
      <Announcer view={view} nameOf={nameOf} />
    </div>
  );
}
