import { useQuery } from '@tanstack/react-query';
import { KindCatalogueProvider } from '../../canvas/kindCatalogue.tsx';
import { draftQuery, workflowQuery } from '../../api/workflows.ts';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useRights } from '../../ui/SessionProvider.tsx';
import { kindCatalogue } from '../kindCatalogue.ts';
import { DrawStage } from './DrawStage.tsx';
import { ViewStage } from './ViewStage.tsx';

interface WorkflowPageProps {
  readonly name: string;
  /** The tab of the drawer that the address names. */
  readonly tab?: string;
}

/** A workflow: whoever may change it draws its draft, the others see its newest version. */
export function WorkflowPage({ name, tab }: WorkflowPageProps) {
  const draws = useRights()('modify');
  const workflow = useQuery(workflowQuery(name));
  const draft = useQuery({ ...draftQuery(name), enabled: draws });
  const failure = workflow.error ?? draft.error;
  if (failure) return <ProblemNotice problem={failure} onRetry={() => void workflow.refetch()} page />;
  if (!workflow.data || (draws && !draft.data)) return <PageLoading />;
  const first = tab === undefined ? {} : { tab };
  return (
    <KindCatalogueProvider value={kindCatalogue}>
      {draft.data ? (
        <DrawStage workflow={workflow.data} draft={draft.data} {...first} />
      ) : (
        <ViewStage workflow={workflow.data} {...first} />
      )}
    </KindCatalogueProvider>
  );
}
