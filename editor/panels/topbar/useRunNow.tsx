import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { runNow } from '../../api/workflows.ts';
import { useProblemText } from '../../ui/useProblemText.ts';

interface RunNow {
  readonly name: string;
  readonly title: string;
}

/**
 * Runs a workflow now; `follow` opens the new instance.
 * @returns the function that does it, and whether it is on its way
 */
export function useRunNow(follow: boolean): { readonly run: (what: RunNow) => void; readonly running: boolean } {
  const { t } = useTranslation('workflow');
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const wordProblem = useProblemText();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ name }: RunNow) => runNow(name),
    onSuccess: (id, { title }) => {
      void queries.invalidateQueries({ queryKey: ['instances'] });
      if (follow) {
        navigate(`/instances/${id}`);
        return;
      }
      const watch = (
        <Anchor component={Link} href={`/instances/${id}`} size="sm" onClick={() => notifications.hide(id)}>
          {t('runNowDone.open')}
        </Anchor>
      );
      notifications.show({ id, title: t('runNowDone.title', { name: title }), message: watch, withBorder: true });
    },
    onError: (problem, { title }) => {
      const words = wordProblem(problem);
      notifications.show({
        color: 'red',
        title: `${t('request.runNow', { name: title })}: ${t('request.failed')}`,
        message: words.detail || words.next,
        withBorder: true,
      });
    },
  });
  return { run: mutate, running: isPending };
}
