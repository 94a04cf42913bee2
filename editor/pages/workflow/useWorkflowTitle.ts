import { useTranslation } from 'react-i18next';
import type { WorkflowSummary } from '../../../server/contract/workflows.ts';

/**
 * What is going on with a workflow, for the name of the tab: "2 live · Cleanup".
 * @returns the title
 */
export function useWorkflowTitle({ liveInstances, status }: WorkflowSummary, title: string): string {
  const { t } = useTranslation(['workflow', 'status']);
  const state = liveInstances > 0 ? t('workflow:liveState', { count: liveInstances }) : t(`status:workflow.${status}`);
  return t('workflow:pageTitle', { state, name: title });
}
