import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WorkflowDetail } from '../../../server/contract/workflows.ts';
import { WorkflowCanvas, type CanvasHandle } from '../../canvas/WorkflowCanvas.tsx';
import { readDraft, type DefinitionDraft } from '../../document/definitionDraft.ts';
import { createDocumentStore } from '../../document/documentStore.ts';
import { selectActivities } from '../../document/selection.ts';
import { useDocument } from '../../document/useDocument.ts';
import { useLocalized } from '../../i18n/useLocalized.ts';
import { Drawer } from '../../panels/drawer/Drawer.tsx';
import { Inspector } from '../../panels/inspector/Inspector.tsx';
import { WorkflowTopBar } from '../../panels/topbar/WorkflowTopBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { kindCatalogue } from '../kindCatalogue.ts';
import { useAddressedActivity } from './useAddressedActivity.ts';
import { useDrawerTabs } from './useDrawerTabs.tsx';
import { useWorkflowTitle } from './useWorkflowTitle.ts';
import { WorkflowExplanation } from './WorkflowExplanation.tsx';
import classes from './WorkflowPage.module.css';

const nothing: DefinitionDraft = { activities: {}, transitions: [] };

const drawableOf = (definition: unknown): DefinitionDraft => {
  const read = readDraft(definition);
  return 'draft' in read ? read.draft : nothing;
};

interface ViewStageProps {
  readonly workflow: WorkflowDetail;
  readonly tab?: string;
}

/** The newest version of a workflow, to look at. */
export function ViewStage({ workflow, tab: firstTab = 'instances' }: ViewStageProps) {
  const { t } = useTranslation('workflow');
  const { definition } = workflow;
  // A store in which nobody dispatches: it holds the selection for the inspector.
  const store = useMemo(() => createDocumentStore(drawableOf(definition), kindCatalogue.kinds), [definition]);
  const drawing = useDocument(store);
  const canvas = useRef<CanvasHandle>(null);
  const [tab, setTab] = useState(firstTab);
  const phone = useMediaQuery('(max-width: 960px)', undefined, { getInitialValueInEffect: false });
  const title = useLocalized()(workflow.label, workflow.name);
  usePageTitle(useWorkflowTitle(workflow, title));
  const tabs = useDrawerTabs({ workflow, store, drawing });
  const select = (activity: string): void => {
    store.select(selectActivities(activity));
    canvas.current?.focusActivity(activity);
  };
  useAddressedActivity(select);
  const selected = drawing.selection.activities.length;
  return (
    <div className={classes.stage} data-workflow={workflow.name}>
      <WorkflowTopBar workflow={workflow} title={title} />
      <WorkflowExplanation workflow={workflow} onSelect={select} />
      <div className={classes.middle}>
        <div className={classes.canvas}>
          {workflow.version === 0 ? (
            <EmptyState title={t('empty.noVersion')} />
          ) : (
            <WorkflowCanvas
              mode="live"
              handle={canvas}
              definition={drawing.definition}
              selection={drawing.selection}
              onSelectionChange={store.select}
            />
          )}
        </div>
        {(!phone || selected > 0) && (
          <aside className={classes.inspector} aria-label={t('top.inspector')}>
            <Inspector store={store} readOnly />
          </aside>
        )}
      </div>
      <Drawer name="workflow" tabs={tabs} tab={tab} onTab={setTab} />
    </div>
  );
}
