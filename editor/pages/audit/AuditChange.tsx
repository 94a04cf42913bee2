import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '../../../server/contract/audit.ts';
import { joinClasses } from '../../ui/joinClasses.ts';
import { lineDiff } from '../../panels/changes/lineDiff.ts';
import classes from './AuditPage.module.css';

/** A text as JSON over several lines, where it is some. */
function pretty(text: string): { readonly text: string; readonly isJson: boolean } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return { text, isJson: false };
    return { text: JSON.stringify(value, null, 2), isJson: true };
  } catch {
    return { text, isJson: false };
  }
}

const marks = { same: ' ', removed: '−', added: '+' } as const;

function Compared({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <pre className={classes.json}>
      {lineDiff(before, after).map(({ mark, text }, line) => (
        // Lines have no names of their own, and never move.
        <span key={line} className={joinClasses(classes.line, classes[mark])}>
          {marks[mark]} {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}

/** What was there before and after: side by side where it is short, compared where both are JSON. */
export function AuditChange({ before, after }: Pick<AuditEntry, 'before' | 'after'>) {
  const { t } = useTranslation('audit');
  if (before === null && after === null) return null;
  const [old, young] = [pretty(before ?? ''), pretty(after ?? '')];
  if (before !== null && after !== null && !(old.isJson && young.isJson))
    return <span className={classes.became}>{t('became', { before, after })}</span>;
  const one = before === null ? young : old;
  const isPair = before !== null && after !== null;
  if (!isPair && !one.isJson) return <span className={classes.became}>{one.text}</span>;
  return (
    <details className={classes.details}>
      <summary className={classes.summary}>{after ?? before}</summary>
      {isPair ? <Compared before={old.text} after={young.text} /> : <pre className={classes.json}>{one.text}</pre>}
    </details>
  );
}
