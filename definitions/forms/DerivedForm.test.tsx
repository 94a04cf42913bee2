import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import ICU from 'i18next-icu';
import { renderToString } from 'react-dom/server';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../engine/model/json.ts';
import type { FieldsSchema, FieldSchema } from '../schema/fieldsSchema.ts';
import { durationParts } from './controls/durationParts.ts';
import { expressionReading } from './controls/expressionReading.ts';
import { DerivedForm } from './DerivedForm.tsx';
import type { FormProblem } from './formContext.tsx';
import { FormEnvironmentProvider, nothingKnown } from './formEnvironment.tsx';

const language = i18next.createInstance();
void language.use(ICU).use(initReactI18next).init({ lng: 'en', resources: {}, initAsync: false });

function render(
  properties: Readonly<Record<string, FieldSchema>>,
  values: Readonly<Record<string, Json>> = {},
  problems: readonly FormProblem[] = [],
) {
  const fields: FieldsSchema = { properties };
  const environment = { ...nothingKnown, timeZone: 'Europe/Paris', now: () => Date.UTC(2026, 0, 1) };
  return renderToString(
    <I18nextProvider i18n={language}>
      <MantineProvider>
        <FormEnvironmentProvider value={environment}>
          <DerivedForm fields={fields} values={values} setValue={() => undefined} problems={problems} />
        </FormEnvironmentProvider>
      </MantineProvider>
    </I18nextProvider>,
  );
}

const widgets = [
  ...['text', 'multiline', 'number', 'toggle', 'choice', 'duration', 'cron', 'timeZone', 'expression', 'template'],
  ...['sql', 'params', 'tables', 'branches', 'outlets', 'json', 'glob', 'strings', 'instant', 'group'],
];

const odd: readonly Json[] = ['text', 3, true, null, [1, { a: 'b' }], { a: 'b', sqlite: 'SELECT :x FROM {in}' }];

describe('a derived form', () => {
  it.each(widgets)('shows the title and help of a field of widget %s', (widget) => {
    const html = render({ field: { widget, title: 'The title', description: 'The help' } });
    expect(html).toContain('The title');
    expect(html).toContain('The help');
  });

  it.each(widgets)('survives any value in a field of widget %s: drafts may hold anything', (widget) => {
    for (const value of odd)
      expect(render({ field: { widget, title: 'The title' } }, { field: value })).toContain('The title');
  });

  it('shows what is wrong with a field at the field, with the way to mend it', () => {
    const problems = [{ pointer: '/sql', level: 'error' as const, message: 'no such table', hint: 'Create it.' }];
    const html = render({ sql: { widget: 'sql', title: 'Query' } }, { sql: 'SELECT 1' }, problems);
    expect(html).toContain('no such table');
    expect(html).toContain('Create it.');
  });

  it('folds away what is optional and empty where there is much of it, and nothing that is wrong', () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
    const properties = Object.fromEntries(names.map((name) => [name, { widget: 'text', title: `Field ${name}` }]));
    const problems = [{ pointer: '/six', level: 'error' as const, message: 'bad', hint: '' }];
    const html = render(properties, { one: 'filled' }, problems);
    expect(html).toContain('Field one');
    expect(html).toContain('Field six');
    expect(html).not.toContain('Field two');
  });

  it('takes a control by the type of the field where no widget is named', () => {
    expect(render({ on: { type: 'boolean', title: 'On' } })).toContain('type="checkbox"');
  });
});

describe('what is said about values', () => {
  it('tells what an expression gives and reads', () => {
    expect(expressionReading('vars.recordCount > instance.vars.minimum')).toEqual({
      gives: 'bool',
      reads: ['vars.recordCount', 'instance.vars.minimum'],
    });
    expect(expressionReading('vars. >')).toBeUndefined();
  });

  it('takes a length of time apart into its units', () => {
    expect(durationParts(93_600_000)).toEqual([
      { unit: 'days', count: 1 },
      { unit: 'hours', count: 2 },
    ]);
    expect(durationParts(0)).toEqual([{ unit: 'seconds', count: 0 }]);
  });
});
