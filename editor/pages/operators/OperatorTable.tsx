import { Button, VisuallyHidden } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operator } from '../../../server/contract/operators.ts';
import { changeOperator } from '../../api/operators.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import { useSession } from '../../ui/SessionProvider.tsx';
import { MarkedWord } from '../../ui/StatusWord.tsx';
import { ChangeOperatorDialog } from './ChangeOperatorDialog.tsx';
import classes from './OperatorsPage.module.css';

const useDisabling = () => {
  const { t } = useTranslation('operators');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: changeOperator,
    onSuccess: ({ label, disabled }) => {
      const message = t(disabled ? 'disable.done' : 'enable.done', { name: label });
      notifications.show({ message, withBorder: true });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['operators'] }),
  });
};

interface RowProps {
  readonly operator: Operator;
  readonly onSetDisabled: (operator: Operator, disabled: boolean) => void;
}

function Actions({ operator, onSetDisabled }: RowProps) {
  const { t } = useTranslation('operators');
  const session = useSession();
  const [asked, setAsked] = useState<'change' | 'disable'>();
  const { name, label, disabled } = operator;
  const close = (): void => setAsked(undefined);
  const toggle = (): void => (disabled ? onSetDisabled(operator, false) : setAsked('disable'));
  return (
    <div className={classes.actions}>
      <Button
        size="xs"
        variant="default"
        aria-label={t('changeNamed', { name: label })}
        onClick={() => setAsked('change')}
      >
        {t('change')}
      </Button>
      <Button
        size="xs"
        variant="default"
        aria-label={t(disabled ? 'enableNamed' : 'disableNamed', { name: label })}
        onClick={toggle}
      >
        {t(disabled ? 'enable.action' : 'disable.action')}
      </Button>
      {asked === 'change' && <ChangeOperatorDialog operator={operator} onClose={close} />}
      <ConfirmDialog
        opened={asked === 'disable'}
        title={t('disable.title', { name: label })}
        text={t(name === session.operator ? 'disable.own' : 'disable.text', { name: label })}
        confirm={t('disable.action')}
        dangerous
        onConfirm={() => onSetDisabled(operator, true)}
        onClose={close}
      />
    </div>
  );
}

function Row({ operator, onSetDisabled }: RowProps) {
  const { t } = useTranslation(['operators', 'status']);
  const session = useSession();
  const { name, label, role, disabled, createdAt } = operator;
  return (
    <tr data-operator={name} data-disabled={disabled}>
      <td>
        <div className={classes.label}>
          {label}
          {name === session.operator && <span className={classes.you}>{t('operators:you')}</span>}
        </div>
        <div className={page.sub}>{name}</div>
      </td>
      <td className={classes.role}>{t(`status:role.${role}`)}</td>
      <td>
        <MarkedWord
          status={disabled ? 'cancelled' : 'done'}
          word={t(disabled ? 'operators:disabled' : 'operators:active')}
        />
      </td>
      <td className={classes.minor}>
        <Instant at={createdAt} />
      </td>
      <td className={classes.actionCell}>
        <Actions operator={operator} onSetDisabled={onSetDisabled} />
      </td>
    </tr>
  );
}

/** Operators as a table; on a phone as cards. */
export function OperatorTable({ operators }: { readonly operators: readonly Operator[] }) {
  const { t } = useTranslation('operators');
  const disabling = useDisabling();
  return (
    <>
      {disabling.isError && (
        <div className={classes.refusal}>
          <ProblemNotice problem={disabling.error} />
        </div>
      )}
      <div className={page.panel}>
        <table className={joinClasses(page.table, page.stacked, classes.table)}>
          <thead>
            <tr>
              {(['operator', 'role', 'status', 'created'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
              <th scope="col">
                <VisuallyHidden>{t('column.actions')}</VisuallyHidden>
              </th>
            </tr>
          </thead>
          <tbody>
            {operators.map((operator) => (
              <Row
                key={operator.name}
                operator={operator}
                onSetDisabled={({ name }, disabled) => disabling.mutate({ name, patch: { disabled } })}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
