import { useCallback } from 'react';
import { localizedSchema } from '../../engine/model/definition.ts';
import { useLocalized } from '../i18n/useLocalized.ts';

/** A definition, or a draft of one. */
interface Labelled {
  readonly activities: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * What operators call an activity: its label, else its id.
 * @returns the function that says it
 */
export function useNameOf(definition: Labelled | undefined): (activity: string) => string {
  const localize = useLocalized();
  return useCallback(
    (activity) => {
      const label = localizedSchema.safeParse(definition?.activities[activity]?.['label']);
      return label.success ? localize(label.data, activity) : activity;
    },
    [definition, localize],
  );
}
