import { createContext, useContext, useMemo } from 'react';
import type { Json } from '../../engine/model/json.ts';
import type { Problem } from '../../engine/model/problem.ts';
import type { CodeHints } from './code/codeHints.ts';
import { useFormEnvironment } from './formEnvironment.tsx';

/** What is wrong in a form; pointers begin at the form. */
export type FormProblem = Pick<Problem, 'pointer' | 'message' | 'hint' | 'level'>;

/** A form's values and faults, for controls that look beyond their own field (SQL and its parameters). */
export interface FormState {
  readonly values: Readonly<Record<string, Json>>;
  readonly setValue: (field: string, value: Json | undefined) => void;
  readonly problems: readonly FormProblem[];
}

const FormContext = createContext<FormState>({ values: {}, setValue: () => undefined, problems: [] });

/** Lends the controls of a form their form. */
export const FormStateProvider = FormContext.Provider;

/** The form that a control is part of. */
export const useFormState = (): FormState => useContext(FormContext);

/** The faults at a field, or within it where `deep`. */
export function useFieldProblems(pointer: string, deep = false): readonly FormProblem[] {
  const { problems } = useFormState();
  return useMemo(
    () =>
      problems.filter((problem) => problem.pointer === pointer || (deep && problem.pointer.startsWith(`${pointer}/`))),
    [problems, pointer, deep],
  );
}

const namedTexts = (value: Json | undefined): { name: string; hint: string }[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, hint]) => (typeof hint === 'string' ? [{ name, hint }] : []))
    : [];

/** What completion offers in this form. */
export function useCodeHints(): CodeHints {
  const { variables, options, activities, tables, inbound } = useFormEnvironment();
  const { values } = useFormState();
  const { params, tables: declared } = values;
  return useMemo(
    () => ({
      variables,
      options,
      activities,
      tables,
      inbound,
      params: namedTexts(params),
      declaredTables: namedTexts(declared),
    }),
    [variables, options, activities, tables, inbound, params, declared],
  );
}
