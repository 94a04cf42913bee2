import { lazy, Suspense } from 'react';
import type { CodeFieldProps } from './CodeField.tsx';
import classes from './CodeField.module.css';

const Loaded = lazy(async () => ({ default: (await import('./CodeField.tsx')).CodeField }));

/** The field of code, whose program is loaded when the first one shows; until then the text stands there already. */
export function LazyCodeField(props: CodeFieldProps) {
  const { minLines = props.singleLine === true ? 1 : 4 } = props;
  const waiting = <div className={classes.field} style={{ minHeight: minLines * 20 + 16 }} aria-busy />;
  return (
    <Suspense fallback={waiting}>
      <Loaded {...props} />
    </Suspense>
  );
}
