import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { AuditEntry } from '../../../server/contract/audit.ts';
import { Instant } from '../../ui/Instant.tsx';
import { joinClasses } from '../../ui/joinClasses.ts';
import page from '../../ui/page.module.css';
import { AuditChange } from './AuditChange.tsx';
import classes from './AuditPage.module.css';

/** Where the subject of a line is looked at; undefined: nowhere. */
function hrefOf({ subject, instance }: AuditEntry): string | undefined {
  if (instance !== null) return `/instances/${encodeURIComponent(instance)}`;
  const [kind, name = ''] = subject.split('/');
  if (kind === 'workflow' && name !== '') return `/workflows/${encodeURIComponent(name)}`;
  if (kind === 'signal') return `/signals?${new URLSearchParams({ name }).toString()}`;
  return kind === 'outbox' ? '/outbox' : undefined;
}

function Subject({ entry }: { readonly entry: AuditEntry }) {
  const href = hrefOf(entry);
  if (href === undefined) return <span>{entry.subject}</span>;
  return (
    <Link href={href} className={page.link}>
      {entry.subject}
    </Link>
  );
}

function Row({ entry }: { readonly entry: AuditEntry }) {
  return (
    <tr data-line={entry.id}>
      <td className={classes.at}>
        <Instant at={entry.at} />
      </td>
      <td className={classes.by}>{entry.by}</td>
      <td className={classes.action}>
        <code>{entry.action}</code>
      </td>
      <td className={classes.subject}>
        <Subject entry={entry} />
      </td>
      <td className={classes.change}>
        <AuditChange before={entry.before} after={entry.after} />
      </td>
    </tr>
  );
}

/** Lines of the trail as a table; on a phone as cards. */
export function AuditTable({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { t } = useTranslation('audit');
  return (
    <table className={joinClasses(page.table, page.stacked, classes.table)}>
      <thead>
        <tr>
          {(['at', 'by', 'action', 'subject', 'change'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}
