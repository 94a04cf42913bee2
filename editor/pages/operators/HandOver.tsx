import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './OperatorsPage.module.css';

interface HandOverProps {
  readonly name: string;
  readonly password: string;
  readonly onDone: () => void;
}

/** Name and password, this one time. */
export function HandOver({ name, password, onDone }: HandOverProps) {
  const { t } = useTranslation('operators');
  return (
    <div className={classes.form}>
      <p className={classes.help}>{t('handOver.text')}</p>
      <dl className={classes.secret}>
        <dt>{t('form.name')}</dt>
        <dd>{name}</dd>
        <dt>{t('form.password')}</dt>
        <dd data-password>{password}</dd>
      </dl>
      <div className={classes.buttons}>
        <CopyButton value={password}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? 'handOver.copied' : 'handOver.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('handOver.done')}</Button>
      </div>
    </div>
  );
}
