import { Input } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFieldProblems } from '../formContext.tsx';
import { idOf, titleOf, type ControlProps } from './controlProps.ts';
import { FieldFaults } from './FieldFaults.tsx';
import classes from './controls.module.css';

interface FieldShellProps extends Pick<ControlProps, 'name' | 'pointer' | 'field' | 'isRequired'> {
  readonly children: ReactNode;
  /** To the right of the title. */
  readonly aside?: ReactNode;
  /** Below the control: what the value means. */
  readonly explanation?: ReactNode;
  /** Faults within the field are shown by the controls inside. */
  readonly isGroup?: boolean;
  /** The control is no input that a label could name, and names itself. */
  readonly isCode?: boolean;
}

/** A field: title, help, control, what its value means, and what is wrong with it. */
export function FieldShell({
  name,
  pointer,
  field,
  isRequired,
  children,
  aside,
  explanation,
  isGroup = false,
  isCode = false,
}: FieldShellProps) {
  const problems = useFieldProblems(pointer, !isGroup);
  return (
    <Input.Wrapper
      id={idOf(pointer)}
      labelElement={isGroup || isCode ? 'div' : 'label'}
      data-field={pointer}
      label={
        <span className={classes.title}>
          <span>
            {titleOf({ field, name })}
            {isRequired && (
              <span className={classes.required} aria-hidden>
                {' *'}
              </span>
            )}
          </span>
          {aside}
        </span>
      }
      description={field.description}
      classNames={{ label: classes.label ?? '', description: classes.description ?? '' }}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      {children}
      {explanation !== undefined && <div className={classes.explanation}>{explanation}</div>}
      <FieldFaults problems={problems} />
    </Input.Wrapper>
  );
}
