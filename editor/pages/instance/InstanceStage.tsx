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
import { Drawer } from '../../panels/drawer/Drawer.tsx';
import { useDrawerOpen } from '../../panels/drawer/useDrawerOpen.ts';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { useNameOf } from '../useNameOf.ts';
import { AboutPanel } from './AboutPanel.tsx';
import { Announcer } from './Announcer.tsx';
import { Explanation } from './Explanation.tsx';
import { InstanceHeader } from './InstanceHeader.tsx';
import { useFirstFailure } from './useFirstFailure.ts';
import { useFollow } from './useFollow.ts';
import { useInstanceTabs } from './useInstanceTabs.tsx';
import classes from './InstancePage.module.css';

const useDefinition = ({ workflow, version }: InstanceView) => {
  const { data } = useQuery(versionQuery(workflow, version));
  return useMemo(() => {
    const read = data && readDraft(data.definition);
    return read && 'draft' in read ? read.draft : undefined;
  }, [data]);
};

/** Canvas, panel and drawer of an instance, around one selection. */
export function InstanceStage({ watched }: { readonly watched: WatchedInstance }) {
  const { t } = useTranslation(['instance', 'status']);
  const { view } = watched;
  const definition = useDefinition(view);
  const workflow = useQuery(workflowQuery(view.workflow));
  const title = useLocalized()(workflow.data?.label, view.workflow);
  const nameOf = useNameOf(definition);
  const history = useInstanceHistory(view.instance, watched);
  const canvas = useRef<CanvasHandle>(null);
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const [tab, setTab] = useState('tasks');
  const [, setDrawerOpen] = useDrawerOpen('instance');
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
  const showRows = (): void => {
    setTab('data');
    setDrawerOpen(true);
  };
  const choose = (next: Selection): void => {
    setSelection(next);
    // Whoever clicks a transition wants to see what passed there.
    if (next.transitions.length === 1 && next.transitions[0] !== selection.transitions[0]) showRows();
  };
  const shared = { nameOf, onSelect: select, onClearSelection: clear };
  const tabs = useInstanceTabs({ view, definition, history, selection, phone, ...shared });
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
              onSelectionChange={choose}
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
            onShowRows={showRows}
          />
        )}
      </div>
      <Drawer name="instance" tabs={tabs} tab={tab} onTab={setTab} />
      <Announcer view={view} nameOf={nameOf} />
    </div>
  );
}
