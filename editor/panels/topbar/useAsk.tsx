import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, type Asked } from '../../api/requests.ts';
import { useProblemText } from '../../ui/useProblemText.ts';
import { RequestProgress } from './RequestProgress.tsx';

interface Asking {
  readonly asked: Asked;
  /** What is asked, in words. */
  readonly words: string;
}

/**
 * Asks for something and shows how far it comes, until it is applied or refused.
 * @returns the function that asks, and whether an answer is awaited
 */
export function useAsk(): { readonly ask: (asking: Asking) => void; readonly asking: boolean } {
  const { t } = useTranslation('workflow');
  const wordProblem = useProblemText();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ asked }: Asking) => ask(asked),
    onSuccess: (id, { words }) => {
      notifications.show({
        id,
        title: words,
        message: <RequestProgress id={id} />,
        autoClose: false,
        withBorder: true,
      });
    },
    onError: (problem, { words }) => {
      const { title, detail, next } = wordProblem(problem);
      const message = detail || `${title}. ${next}`;
      notifications.show({
        color: 'red',
        title: `${words}: ${t('request.failed')}`,
        message,
        autoClose: 10_000,
        withBorder: true,
      });
    },
  });
  return { ask: useCallback((asking: Asking) => mutate(asking), [mutate]), asking: isPending };
}
