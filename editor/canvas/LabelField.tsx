import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCanvasActions } from './canvasActions.tsx';
import classes from './ActivityCard.module.css';

interface LabelFieldProps {
  readonly activity: string;
  readonly label: string;
}

/** The label of a card while it is renamed there: Enter keeps, Escape does not. */
export function LabelField({ activity, label }: LabelFieldProps) {
  const { t } = useTranslation('canvas');
  const { setLabel, setRenaming } = useCanvasActions();
  const [text, setText] = useState(label);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const keep = () => {
    setLabel(activity, text.trim());
    setRenaming(undefined);
  };
  const press = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Enter') keep();
    if (event.key === 'Escape') setRenaming(undefined);
  };
  return (
    <input
      ref={field}
      className={`${classes.labelField ?? ''} nodrag nopan`}
      aria-label={t('card.label')}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={press}
      onBlur={keep}
    />
  );
}
