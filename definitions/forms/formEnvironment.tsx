import { createContext, useContext } from 'react';

/** A name that completion offers, with a word on it. */
export interface NameHint {
  readonly name: string;
  readonly hint: string;
}

/** A table that SQL may name, with its columns where they are known. */
export interface TableHint {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What controls know of the world around the field: names to complete, zones, tables. */
export interface FormEnvironment {
  readonly readOnly: boolean;
  /** The zone of the workflow, where a field names none. */
  readonly timeZone: string;
  /** Names that expressions may use here: `vars.recordCount`, `instance.inputs.shop`. */
  readonly variables: readonly NameHint[];
  readonly options: readonly string[];
  readonly tables: readonly TableHint[];
  /** Activities whose work tables may come in: `{in.orders}`. */
  readonly inbound: readonly NameHint[];
  /** All activities, for `active("...")` and fields that name some. */
  readonly activities: readonly NameHint[];
  /** Now, for previews of coming firings. */
  readonly now: () => number;
}

/** Surroundings of which nothing is known. */
export const nothingKnown: FormEnvironment = {
  readOnly: false,
  timeZone: 'UTC',
  variables: [],
  options: [],
  tables: [],
  inbound: [],
  activities: [],
  now: () => Date.now(),
};

const EnvironmentContext = createContext<FormEnvironment>(nothingKnown);

/** Gives the controls below it their surroundings. */
export const FormEnvironmentProvider = EnvironmentContext.Provider;

/** The surroundings of a control. */
export const useFormEnvironment = (): FormEnvironment => useContext(EnvironmentContext);
