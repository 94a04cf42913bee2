import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { KindCatalogueProvider } from '../../canvas/kindCatalogue.tsx';
import { ApiProblem } from '../../api/ApiProblem.ts';
import { useLiveClient } from '../../live/LiveProvider.tsx';
import { useInstanceView } from '../../live/useInstanceView.ts';
import { PageLoading } from '../../ui/PageLoading.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { usePageTitle } from '../../ui/usePageTitle.ts';
import { kindCatalogue } from '../kindCatalogue.ts';
import { InstanceStage } from './InstanceStage.tsx';

const askAgainMs = 2_000;

/** An instance that was asked for a moment ago may not be known yet: it is asked for again. */
const useAskAgain = (unknown: boolean): void => {
  const client = useLiveClient();
  useEffect(() => {
    if (!unknown) return undefined;
    const timer = setInterval(() => client?.instances.again(), askAgainMs);
    return () => clearInterval(timer);
  }, [client, unknown]);
};

/** An instance, live or past: its graph lit by what happened, with all that can be asked of it. */
export function InstancePage({ id }: { readonly id: string }) {
  const { t } = useTranslation('instance');
  usePageTitle(t('list.title'));
  const client = useLiveClient();
  const { watched, problem } = useInstanceView(id);
  useAskAgain(problem?.status === 404);
  if (!watched && problem) {
    return <ProblemNotice problem={new ApiProblem(problem)} onRetry={() => client?.instances.again()} page />;
  }
  if (!watched) return <PageLoading />;
  return (
    <KindCatalogueProvider value={kindCatalogue}>
      <InstanceStage watched={watched} />
    </KindCatalogueProvider>
  );
}
