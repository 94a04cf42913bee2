import { useTranslation } from 'react-i18next';
import { roleSchema } from '../../../server/contract/rights.ts';
import classes from './OperatorsPage.module.css';
import { useRoleWords } from './useRoleWords.ts';

/** What each role may do, below the list of who has which. */
export function RoleWords() {
  const { t } = useTranslation(['operators', 'status']);
  const wordsOf = useRoleWords();
  return (
    <details className={classes.roles}>
      <summary>{t('operators:roles')}</summary>
      <dl>
        {roleSchema.options.map((role) => (
          <div key={role}>
            <dt>{t(`status:role.${role}`)}</dt>
            <dd>{wordsOf(role)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
