import { VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { InstanceView } from '../../../server/contract/instanceView.ts';

interface AnnouncerProps {
  readonly view: InstanceView;
  readonly nameOf: (activity: string) => string;
}

const restMs = 1_000;
const telling: ReadonlySet<string> = new Set(['running', 'failed', 'waiting', 'held']);

/** Tells a screen reader how the instance stands and what it does, when that has come to rest for a moment. */
export function Announcer({ view, nameOf }: AnnouncerProps) {
  const { t } = useTranslation(['instance', 'status']);
  const doing = Object.entries(view.activities).flatMap(([activity, { status }]) =>
    status !== undefined && telling.has(status)
      ? [t('instance:announce', { activity: nameOf(activity), status: t(`status:task.${status}`) })]
      : [],
  );
  const words = [t('instance:announceInstance', { status: t(`status:instance.${view.status}`) }), ...doing].join('. ');
  const [settled] = useDebouncedValue(words, restMs);
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {settled}
    </VisuallyHidden>
  );
}
