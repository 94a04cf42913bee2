import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Pager.module.css';

interface PagerProps {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly onTurn: (to: number) => void;
  /** Most lists begin with what is new; rows stand in an order of their own. */
  readonly order?: 'newestFirst' | 'inOrder';
}

/** Turns the pages of a list that has more than one. */
export function Pager({ page, size, total, onTurn, order = 'newestFirst' }: PagerProps) {
  const { t } = useTranslation('frame');
  if (total <= size) return null;
  const from = (page - 1) * size + 1;
  const to = Math.min(total, page * size);
  return (
    <div className={classes.pager}>
      <span className="tabular">{t('pager.of', { from, to, total })}</span>
      <Button variant="default" size="xs" disabled={page === 1} onClick={() => onTurn(page - 1)}>
        {t(`pager.previous.${order}`)}
      </Button>
      <Button variant="default" size="xs" disabled={to === total} onClick={() => onTurn(page + 1)}>
        {t(`pager.next.${order}`)}
      </Button>
    </div>
  );
}
