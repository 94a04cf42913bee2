import { diffLines } from 'diff';
import { useTranslation } from 'react-i18next';
import { joinClasses } from '../../ui/joinClasses.ts';
import classes from './Changes.module.css';

interface Line {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Lines that stay are told only beside those that do not. */
const context = 2;

const linesOf = (before: string, after: string): readonly Line[] =>
  diffLines(before, after).flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const), text })),
  );

const isNear = (lines: readonly Line[], index: number): boolean =>
  lines.slice(Math.max(0, index - context), index + context + 1).some(({ kind }) => kind !== 'same');

const signs = { same: ' ', added: '+', removed: '−' } as const;

/** A text of several lines before and after: what changed, with the lines around it. */
export function TextChange({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation('changes');
  const lines = linesOf(before, after);
  const shown = lines.map((line, index) => ({ ...line, index, near: isNear(lines, index) }));
  return (
    <pre className={classes.text} tabIndex={0} aria-label={t('text')}>
      {shown
        .filter(({ near }) => near)
        .map(({ kind, text, index }, at, near) => (
          <span key={index}>
            {at > 0 && (near[at - 1]?.index ?? 0) < index - 1 && <span className={classes.gap}>⋯</span>}
            <span className={joinClasses(classes.line, classes[kind])}>
              <span className={classes.sign} aria-label={kind === 'same' ? undefined : t(`line.${kind}`)}>
                {signs[kind]}
              </span>
              {text}
              {'\n'}
            </span>
          </span>
        ))}
    </pre>
  );
}
