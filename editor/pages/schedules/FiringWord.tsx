import { useTranslation } from 'react-i18next';
import type { FiringRow } from '../../../server/contract/schedules.ts';
import { MarkedWord } from '../../ui/StatusWord.tsx';

/** What each looks like: what nobody made up for stands out. */
const looks = {
  begun: 'done',
  skipped: 'skipped',
  missed: 'failed',
  replaced: 'cancelled',
  unmet: 'waiting',
} as const satisfies Record<FiringRow['status'], string>;

/** What became of a firing: shape, hue and word. */
export function FiringWord({ status }: Pick<FiringRow, 'status'>) {
  const { t } = useTranslation('schedules');
  return <MarkedWord status={looks[status]} word={t(`firing.${status}`)} />;
}
