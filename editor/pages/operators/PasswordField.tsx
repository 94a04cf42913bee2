import { Button, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { makePassword } from './makePassword.ts';
import classes from './OperatorsPage.module.css';

interface PasswordFieldProps {
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

/** A password that is given, or generated and then shown. */
export function PasswordField({ label, help, required, value, onChange }: PasswordFieldProps) {
  const { t } = useTranslation('operators');
  const [visible, setVisible] = useState(false);
  const generate = (): void => {
    onChange(makePassword());
    setVisible(true);
  };
  return (
    <div className={classes.password}>
      <PasswordInput
        label={label}
        description={help}
        autoComplete="new-password"
        minLength={8}
        required={required}
        withAsterisk={false}
        visible={visible}
        onVisibilityChange={setVisible}
        visibilityToggleButtonProps={{ 'aria-label': t('form.show') }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button variant="default" onClick={generate}>
        {t('form.generate')}
      </Button>
    </div>
  );
}
