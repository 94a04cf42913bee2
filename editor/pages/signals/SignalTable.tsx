import { Button, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Signal, SignalStatus } from '../../../server/contract/signals.ts';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { MarkedWord } from '../../ui/StatusWord.tsx';
import classes from './SignalsPage.module.css';

const looks = {
  received: 'pending',
  delivered: 'done',
  undelivered: 'waiting',
  expired: 'skipped',
} as const satisfies Record<SignalStatus, string>;

const shownTakers = 3;

function Takers({ signal }: { readonly signal: Signal }) {
  const { t } = useTranslation('signals');
  const { deliveredTo } = signal;
  return (
    <>
      {deliveredTo.slice(0, shownTakers).map((instance) => (
        <Link key={instance} href={`/instances/${instance}`} className={joinClasses(page.link, classes.id)}>
          {instance}
        </Link>
      ))}
      {deliveredTo.length > shownTakers && (
        <span className={page.sub}>{t('more', { count: deliveredTo.length - shownTakers })}</span>
      )}
    </>
  );
}

function Variables({ vars }: { readonly vars: Signal['vars'] }) {
  if (Object.keys(vars).length === 0) return null;
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>{JSON.stringify(vars)}</summary>
      <pre className={classes.json}>{JSON.stringify(vars, null, 2)}</pre>
    </details>
  );
}

interface RowProps {
  readonly signal: Signal;
  /** Absent where whoever looks may not. */
  readonly onAim: ((signal: Signal) => void) | undefined;
}

function Row({ signal, onAim }: RowProps) {
  const { t } = useTranslation('signals');
  const { id, name, key, instance, status } = signal;
  const nobodyTookIt = status === 'undelivered' || status === 'expired';
  return (
    <tr data-signal={id} data-status={status}>
      <td className={classes.name}>
        <div className={classes.title}>{name}</div>
        <div className={page.sub}>
          {key === null ? t('noKey') : t('key', { key })}
          {instance !== null && ` · ${t('for', { instance })}`}
        </div>
      </td>
      <td className={classes.status}>
        <MarkedWord status={looks[status]} word={t(`status.${status}`)} />
      </td>
      <td className={classes.vars}>
        <Variables vars={signal.vars} />
      </td>
      <td className={classes.to}>{signal.deliveredTo.length > 0 && <Takers signal={signal} />}</td>
      <td className={classes.sent}>
        <Instant at={signal.receivedAt} />
        <div className={page.sub}>{t('sentBy', { by: signal.by })}</div>
      </td>
      <td className={classes.next}>
        {onAim && nobodyTookIt && (
          <Button size="xs" variant="default" onClick={() => onAim(signal)}>
            {t('aim.action')}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface SignalTableProps {
  readonly signals: readonly Signal[];
  readonly onAim: RowProps['onAim'];
}

/** Signals as a table; on a phone as cards. */
export function SignalTable({ signals, onAim }: SignalTableProps) {
  const { t } = useTranslation('signals');
  return (
    <table className={joinClasses(page.table, page.stacked, classes.table)}>
      <thead>
        <tr>
          {(['name', 'status', 'vars', 'to', 'sent'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`column.${column}`)}
            </th>
          ))}
          <th scope="col">
            <VisuallyHidden>{t('column.next')}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {signals.map((signal) => (
          <Row key={`${signal.name}/${signal.id}`} signal={signal} onAim={onAim} />
        ))}
      </tbody>
    </table>
  );
}
