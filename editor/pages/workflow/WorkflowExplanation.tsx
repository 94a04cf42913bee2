import { useQuery } from '@tanstack/react-query';
import type { CauseCode } from '../../../server/contract/explanation.ts';
import type { WorkflowDetail } from '../../../server/contract/workflows.ts';
import { explainWorkflowQuery } from '../../api/explain.ts';
import { Causes } from '../../panels/explain/Causes.tsx';

/** What somebody should know who waits for it; that it is not started, or when it is due, stands on the page anyway. */
const worthTelling: ReadonlySet<CauseCode> = new Set([
  'worker-gone',
  'workflow-paused',
  'schedule-held',
  'unfinished',
  'firing-skipped',
  'schedule-over',
]);

interface WorkflowExplanationProps {
  readonly workflow: WorkflowDetail;
  readonly onSelect: (activity: string) => void;
}

/** Why a workflow begins nothing, where something is in its way. */
export function WorkflowExplanation({ workflow, onSelect }: WorkflowExplanationProps) {
  const { data } = useQuery(explainWorkflowQuery(workflow.name, workflow.status));
  if (!data || data.moves) return null;
  return <Causes causes={data.causes.filter(({ code }) => worthTelling.has(code))} onSelect={onSelect} />;
}
