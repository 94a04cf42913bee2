import { useTranslation } from 'react-i18next';
import type { MailStatus } from '../../../server/contract/outbox.ts';
import { MarkedWord } from '../../ui/StatusWord.tsx';

/** What each status looks like: what lies here is at rest, not waiting. */
const looks = { kept: 'pending', sent: 'done', refused: 'failed', failed: 'failed' } as const satisfies Record<
  MailStatus,
  string
>;

/** What became of a mail: shape, hue and word. */
export function MailStatusWord({ status }: { readonly status: MailStatus }) {
  const { t } = useTranslation('outbox');
  return <MarkedWord status={looks[status]} word={t(`status.${status}`)} />;
}
