import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../document/command.ts';

const shownMs = 5_000;

/** A sentence on the canvas that goes away by itself. */
export interface Notice {
  readonly text: string | undefined;
  readonly say: (text: string) => void;
  /** Says why something was refused. */
  readonly refuse: (refusal: Refusal) => void;
}

/**
 * Tells authors on the spot why something did not happen.
 * @returns the sentence that shows, and how to show one
 */
export function useNotice(): Notice {
  const { t } = useTranslation('canvas');
  const [shown, setShown] = useState<{ readonly text: string }>();
  useEffect(() => {
    if (!shown) return undefined;
    const timer = setTimeout(() => setShown(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);
  const say = useCallback((text: string) => setShown({ text }), []);
  const refuse = useCallback(
    ({ code, params = {} }: Refusal) => {
      const { activity = '', from = '', to = '', outlet = '', name = '', property = '' } = params;
      setShown({ text: t(`refusal.${code}`, { activity, from, to, outlet, name, property }) });
    },
    [t],
  );
  return useMemo(() => ({ text: shown?.text, say, refuse }), [shown, say, refuse]);
}
