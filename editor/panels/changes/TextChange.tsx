import { useTranslation } from 'react-i18next';
import { joinClasses } from '../../ui/joinClasses.ts';
import { lineDiff, type DiffLine } from './lineDiff.ts';
import classes from './Changes.module.css';

/** Lines that stay are told only beside those that do not. */
const context = 2;

const isNear = (lines: readonly DiffLine[], index: number): boolean =>
  lines.slice(Math.max(0, index - context), index + context + 1).some(({ mark }) => mark !== 'same');

const signs = { same: ' ', added: '+', removed: '−' } as const;

/** A text of several lines before and after: what changed, with the lines around it. */
export function TextChange({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useTranslation('changes');
  const lines = lineDiff(before, after);
  const shown = lines.map((line, index) => ({ ...line, index, near: isNear(lines, index) }));
  return (
    <pre className={classes.text} tabIndex={0} aria-label={t('text')}>
      {shown
        .filter(({ near }) => near)
        .map(({ mark, text, index }, at, near) => (
          <span key={index}>
            {at > 0 && (near[at - 1]?.index ?? 0) < index - 1 && <span className={classes.gap}>⋯</span>}
            <span className={joinClasses(classes.line, classes[mark])}>
              <span className={classes.sign} aria-label={mark === 'same' ? undefined : t(`line.${mark}`)}>
                {signs[mark]}
              </span>
              {text}
              {'\n'}
            </span>
          </span>
        ))}
    </pre>
  );
}
