import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { roleSchema, type Role } from '../../../server/contract/rights.ts';
import classes from './OperatorsPage.module.css';
import { useRoleWords } from './useRoleWords.ts';

interface RoleChoiceProps {
  readonly role: Role;
  readonly onChange: (role: Role) => void;
}

/** The roles, each with what it may do. */
export function RoleChoice({ role, onChange }: RoleChoiceProps) {
  const { t } = useTranslation(['operators', 'status']);
  const wordsOf = useRoleWords();
  return (
    <Radio.Group label={t('operators:form.role')} value={role} onChange={(value) => onChange(roleSchema.parse(value))}>
      <div className={classes.choices}>
        {roleSchema.options.map((one) => (
          <Radio key={one} value={one} label={t(`status:role.${one}`)} description={wordsOf(one)} />
        ))}
      </div>
    </Radio.Group>
  );
}
