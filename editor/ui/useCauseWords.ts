import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { PauseCause } from '../../engine/model/instance.ts';

/**
 * Words why an instance is paused: by whom, and what they said.
 * @returns the function that does it
 */
export function useCauseWords(): (cause: PauseCause) => string {
  const { t } = useTranslation('status');
  return useCallback(
    ({ kind, by, reason }) => {
      const who = t(`pauseCause.${kind}`, { by });
      return reason === undefined || reason === '' ? who : `${who}: ${reason}`;
    },
    [t],
  );
}
