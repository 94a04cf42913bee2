import { useTranslation } from 'react-i18next';
import { joinClasses } from '../../ui/joinClasses.ts';
import { levels, rangeOfLevel } from './heatLevel.ts';
import classes from './HeatGrid.module.css';

/** What the shades stand for on this day. */
export function HeatLegend({ most }: { readonly most: number }) {
  const { t } = useTranslation('schedules');
  const shades = Array.from({ length: levels }, (_level, index) => index + 1).flatMap((level) => {
    const range = rangeOfLevel(level, most);
    return range ? [{ level, from: range[0], to: range[1] }] : [];
  });
  return (
    <div className={classes.legend}>
      <span>{t('heat.legend')}</span>
      <ul className={classes.shades}>
        <li className={joinClasses(classes.shade, classes.level0)}>0</li>
        {shades.map(({ level, from, to }) => (
          <li key={level} className={joinClasses(classes.shade, classes[`level${level}`])}>
            {from === to ? from : `${from}–${to}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
