import { useTranslation } from 'react-i18next';
import { compileExpression } from '../../../engine/expression/compileExpression.ts';
import { compileTemplate } from '../../../engine/expression/template.ts';
import { LazyCodeField } from '../code/LazyCodeField.tsx';
import { useCodeHints, useFieldProblems } from '../formContext.tsx';
import { useFormEnvironment } from '../formEnvironment.tsx';
import { defaultText, keptText, textOf, titleOf, type ControlProps } from './controlProps.ts';
import { expressionReading } from './expressionReading.ts';
import { FieldShell } from './FieldShell.tsx';

/** What an expression gives and reads; nothing where it does not compile: then a problem says so. */
function ExpressionWords({ source }: { readonly source: string }) {
  const { t } = useTranslation('forms');
  const reading = expressionReading(source);
  if (!reading) return null;
  const { gives, reads } = reading;
  const words =
    reads.length === 0
      ? t('expression.gives', { gives })
      : t('expression.givesFrom', { gives, reads: reads.join(', ') });
  return <>{words}</>;
}

interface ExpressionFieldProps extends Pick<ControlProps, 'pointer' | 'isRequired' | 'value' | 'onChange'> {
  readonly label: string;
  readonly placeholder?: string | undefined;
}

/** The bare field of an expression, for lists of them. */
export function ExpressionField({ pointer, isRequired, value, onChange, label, placeholder }: ExpressionFieldProps) {
  const { readOnly } = useFormEnvironment();
  const hints = useCodeHints();
  const problems = useFieldProblems(pointer, true);
  const source = textOf(value);
  const compiled = source.trim() === '' ? undefined : compileExpression(source);
  const fault = compiled && !compiled.ok ? { at: compiled.at ?? 0, message: compiled.message } : undefined;
  return (
    <LazyCodeField
      language="expression"
      singleLine
      label={label}
      value={source}
      hints={hints}
      fault={fault}
      isInvalid={fault !== undefined || problems.some(({ level }) => level === 'error')}
      readOnly={readOnly}
      placeholder={placeholder}
      onChange={(next) => onChange(keptText(next, isRequired))}
    />
  );
}

/** An expression: completed, coloured, and explained. */
export function ExpressionControl(props: ControlProps) {
  const source = textOf(props.value);
  const words = source.trim() !== '' && expressionReading(source) ? <ExpressionWords source={source} /> : undefined;
  return (
    <FieldShell {...props} isCode explanation={words}>
      <ExpressionField {...props} label={titleOf(props)} placeholder={defaultText(props.field)} />
    </FieldShell>
  );
}

/** A text with `{{ expression }}` parts. */
export function TemplateControl(props: ControlProps) {
  const { value, onChange, isRequired, field, pointer } = props;
  const { readOnly } = useFormEnvironment();
  const hints = useCodeHints();
  const isInvalid = useFieldProblems(pointer, true).some(({ level }) => level === 'error');
  const source = textOf(value);
  const compiled = compileTemplate(source);
  const fault = compiled.ok ? undefined : { at: compiled.at ?? 0, message: compiled.message };
  return (
    <FieldShell {...props} isCode>
      <LazyCodeField
        language="template"
        singleLine={field.multiline !== true}
        minLines={field.multiline === true ? 3 : 1}
        label={titleOf(props)}
        value={source}
        hints={hints}
        fault={fault}
        isInvalid={isInvalid}
        readOnly={readOnly}
        onChange={(next) => onChange(keptText(next, isRequired))}
      />
    </FieldShell>
  );
}
