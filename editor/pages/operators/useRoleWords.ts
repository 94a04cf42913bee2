import { useTranslation } from 'react-i18next';
import { rightsOfRole, roleSchema, type Role } from '../../../server/contract/rights.ts';

/**
 * What a role may do, in words: what it adds to the role before it.
 * @returns the function that tells it
 */
export function useRoleWords(): (role: Role) => string {
  const { t } = useTranslation(['operators', 'status']);
  return (role) => {
    const before = roleSchema.options[roleSchema.options.indexOf(role) - 1];
    const known = before === undefined ? [] : rightsOfRole[before];
    const added = rightsOfRole[role].filter((right) => !known.includes(right));
    const rights = added.map((right) => t(`status:right.${right}`)).join(', ');
    if (before === undefined) return t('operators:roleMay', { rights });
    return t('operators:roleAlsoMay', { role: t(`status:role.${before}`), rights });
  };
}
