import { IconAlertTriangle, IconExclamationCircle } from '@tabler/icons-react';
import type { FormProblem } from '../formContext.tsx';
import classes from './controls.module.css';

/** What is wrong with a field, each with the way to mend it. */
export function FieldFaults({ problems }: { readonly problems: readonly FormProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <div role="alert">
      <ul className={classes.faults}>
        {problems.map(({ message, hint, level }) => (
          <li key={message} data-level={level}>
            {level === 'error' ? (
              <IconExclamationCircle size={14} aria-hidden />
            ) : (
              <IconAlertTriangle size={14} aria-hidden />
            )}
            <span>
              {message}
              {hint && <span className={classes.hint}> {hint}</span>}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
