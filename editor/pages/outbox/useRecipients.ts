import { useTranslation } from 'react-i18next';
import type { Mail } from '../../../server/contract/outbox.ts';

/**
 * Words whom a mail is for: its group and its addresses.
 * @returns the function that does it
 */
export function useRecipients(): (mail: Pick<Mail, 'to' | 'group'>) => string {
  const { t } = useTranslation('outbox');
  return ({ to, group }) => {
    const all = [...(group === null ? [] : [t('group', { name: group })]), ...to];
    return all.length === 0 ? t('everybody') : all.join(', ');
  };
}
