import { useCallback } from 'react';
import { localizedSchema } from '../../engine/model/definition.ts';
import type { DefinitionDraft } from '../document/definitionDraft.ts';
import { useLocalized } from '../i18n/useLocalized.ts';

/**
 * What operators call an activity: its label, else its id.
 * @returns the function that says it
 */
export function useNameOf(definition: DefinitionDraft | undefined): (activity: string) => string {
  const localize = useLocalized();
  return useCallback(
    (activity) => {
      const label = localizedSchema.safeParse(definition?.activities[activity]?.['label']);
      return label.success ? localize(label.data, activity) : activity;
    },
    [definition, localize],
  );
}
