import { useTranslation } from 'react-i18next';
import type { Problem } from '../../../engine/model/problem.ts';
import type { WorkflowDetail } from '../../../server/contract/workflows.ts';
import type { DocumentStore, WorkflowDocument } from '../../document/documentStore.ts';
import type { DrawerTab } from '../../panels/drawer/Drawer.tsx';
import { JsonTab } from '../../panels/drawer/JsonTab.tsx';
import { InstancesTab } from '../../panels/drawer/InstancesTab.tsx';
import { VersionsTab } from '../../panels/drawer/VersionsTab.tsx';
import { ProblemsPanel } from '../../panels/problems/ProblemsPanel.tsx';
import { CountBadge } from '../../ui/CountBadge.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

interface DrawerGiven {
  readonly workflow: WorkflowDetail;
  readonly store: DocumentStore;
  readonly drawing: WorkflowDocument;
  /** Absent where nothing is drawn: then there is nothing to mend either. */
  readonly problems?: readonly Problem[];
  readonly onFocus?: (problem: Problem) => void;
}

/**
 * The tabs below the canvas of a workflow.
 * @returns problems (where somebody draws), instances, versions, JSON
 */
export function useDrawerTabs({ workflow, store, drawing, problems, onFocus }: DrawerGiven): readonly DrawerTab[] {
  const { t } = useTranslation('drawer');
  const errors = (problems ?? []).filter(({ level }) => level === 'error').length;
  const all = problems?.length ?? 0;
  const problemsTab = (): DrawerTab => ({
    key: 'problems',
    label: t('tab.problems'),
    badge: all > 0 && <CountBadge count={all} tone={errors > 0 ? 'failed' : 'waiting'} />,
    content:
      all === 0 ? (
        <EmptyState title={t('problemsNone.title')}>{t('problemsNone.text')}</EmptyState>
      ) : (
        <ProblemsPanel problems={problems ?? []} onFocus={(problem) => onFocus?.(problem)} />
      ),
  });
  return [
    ...(problems ? [problemsTab()] : []),
    { key: 'instances', label: t('tab.instances'), content: <InstancesTab workflow={workflow.name} /> },
    {
      key: 'versions',
      label: t('tab.versions'),
      content: <VersionsTab workflow={workflow} {...(problems ? { store } : {})} />,
    },
    {
      key: 'json',
      label: t('tab.json'),
      content: <JsonTab definition={drawing.definition} {...(problems ? { store } : {})} />,
    },
  ];
}
