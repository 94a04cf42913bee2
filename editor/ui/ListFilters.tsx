import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './ListFilters.module.css';

interface ListFiltersProps {
  /** What the search looks for, in words. */
  readonly search: string;
  readonly q: string | undefined;
  readonly onSearch: (q: string) => void;
  /** What narrows the list besides. */
  readonly children?: ReactNode;
}

/** What narrows a list: a search, and choices beside it. */
export function ListFilters({ search, q = '', onSearch, children }: ListFiltersProps) {
  return (
    <div className={classes.filters} role="search">
      <TextInput
        className={classes.search}
        aria-label={search}
        placeholder={search}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={q}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      {children}
    </div>
  );
}

interface FilterChoiceProps {
  readonly label: string;
  /** Said while nothing is chosen. */
  readonly all: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  /** Where there are many. */
  readonly searchable?: boolean;
}

/** A choice that narrows a list; without one all are shown. */
export function FilterChoice({ label, all, options, value, onChange, searchable = false }: FilterChoiceProps) {
  // An address may ask for what is not there (any more): what narrows the list is seen all the same.
  const isStrange = value !== undefined && !options.some((option) => option.value === value);
  const data = isStrange ? [...options, { value, label: value }] : options;
  return (
    <Select
      className={classes.choice}
      aria-label={label}
      placeholder={all}
      clearable
      searchable={searchable}
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}

interface FilterDayProps {
  readonly label: string;
  /** As an address has it: 2026-01-31. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** A day that bounds a list. */
export function FilterDay({ label, value = '', onChange }: FilterDayProps) {
  return (
    <label className={classes.day}>
      <span>{label}</span>
      <TextInput
        type="date"
        value={value.slice(0, 10)}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    </label>
  );
}
