import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../engine/model/problem.ts';
import type { Draft, WorkflowDetail } from '../../../server/contract/workflows.ts';
import { tablesQuery } from '../../api/tables.ts';
import { WorkflowCanvas, type CanvasHandle } from '../../canvas/WorkflowCanvas.tsx';
import { selectActivities } from '../../document/selection.ts';
import { useDocument } from '../../document/useDocument.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Drawer } from '../../panels/drawer/Drawer.tsx';
import { useDrawerOpen } from '../../panels/drawer/useDrawerOpen.ts';
import { Inspector } from '../../panels/inspector/Inspector.tsx';
import { Palette } from '../../panels/palette/Palette.tsx';
import { ConflictDialog } from '../../panels/topbar/ConflictDialog.tsx';
import { PublishDialog } from '../../panels/topbar/PublishDialog.tsx';
import { WorkflowTopBar } from '../../panels/topbar/WorkflowTopBar.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { useAddressedActivity } from './useAddressedActivity.ts';
import { useAllProblems } from './useAllProblems.ts';
import { useDraft } from './useDraft.ts';
import { useDrawerTabs } from './useDrawerTabs.tsx';
import { useNextFirings } from './useNextFirings.ts';
import { useWorkflowTitle } from './useWorkflowTitle.ts';
import { WorkflowExplanation } from './WorkflowExplanation.tsx';
import classes from './WorkflowPage.module.css';

interface DrawStageProps {
  readonly workflow: WorkflowDetail;
  readonly draft: Draft;
  readonly tab?: string;
}

/** Palette, canvas, inspector and drawer around one document. */
export function DrawStage({ workflow, draft, tab: firstTab = 'problems' }: DrawStageProps) {
  const { t } = useTranslation('workflow');
  const { store, saver, save } = useDraft(draft);
  const drawing = useDocument(store);
  const problems = useAllProblems(drawing, save);
  const tables = useQuery(tablesQuery);
  const nextFirings = useNextFirings(workflow);
  const canvas = useRef<CanvasHandle>(null);
  const [tab, setTab] = useState(firstTab);
  const [, setOpen] = useDrawerOpen('workflow');
  const [isPublishing, setPublishing] = useState(false);
  const phone = useMediaQuery('(max-width: 960px)', undefined, { getInitialValueInEffect: false });
  const title = useLocalized()(workflow.label, workflow.name);
  usePageTitle(useWorkflowTitle(workflow, title));
  useHotkeys([['mod+S', () => void saver.flush()]], []);

  const focus = ({ activity }: Pick<Problem, 'activity'>): void => {
    if (activity === undefined) return;
    store.select(selectActivities(activity));
    canvas.current?.focusActivity(activity);
  };
  useAddressedActivity((activity) => focus({ activity }));
  const tabs = useDrawerTabs({ workflow, store, drawing, problems, onFocus: focus });
  const check = (): void => {
    setTab('problems');
    setOpen(true);
    void saver.flush();
  };
  const selected = drawing.selection.activities.length + drawing.selection.transitions.length;
  return (
    <div
      className={classes.stage}
      data-workflow={workflow.name}
      data-save={save.status}
      data-problems={problems.length}
    >
      <WorkflowTopBar
        workflow={workflow}
        title={title}
        draws={{
          store,
          drawing,
          save,
          problems,
          onCheck: check,
          onTidy: () => void canvas.current?.tidyUp(),
          onPublish: () => setPublishing(true),
        }}
      />
      <WorkflowExplanation workflow={workflow} onSelect={(activity) => focus({ activity })} />
      <div className={classes.middle}>
        {!phone && (
          <aside className={classes.palette} aria-label={t('top.palette')}>
            <Palette onAdd={(kind) => canvas.current?.addKind(kind)} />
          </aside>
        )}
        <div className={classes.canvas}>
          <WorkflowCanvas mode="edit" handle={canvas} store={store} problems={problems} nextFirings={nextFirings} />
        </div>
        {(!phone || selected > 0) && (
          <aside className={classes.inspector} aria-label={t('top.inspector')}>
            <Inspector store={store} problems={problems} {...(tables.data ? { tables: tables.data.items } : {})} />
          </aside>
        )}
      </div>
      <Drawer name="workflow" tabs={tabs} tab={tab} onTab={setTab} />
      <ConflictDialog store={store} saver={saver} save={save} />
      {isPublishing && (
        <PublishDialog
          workflow={workflow}
          title={title}
          saver={saver}
          draft={drawing.definition}
          onFocus={focus}
          onClose={() => setPublishing(false)}
        />
      )}
    </div>
  );
}
