import { describe, expect, it } from 'vitest';
import { definitionOf } from '../../test/support/graphOf.ts';
import { testKinds } from '../../test/support/testKinds.ts';
import { validateDefinition } from './validateDefinition.ts';

const problemsOf = (expectBy: unknown) =>
  validateDefinition({ ...definitionOf('start > q, q > e'), expectBy }, testKinds).problems.map(
    ({ code, level, pointer }) => `${level} ${code} ${pointer}`,
  );

describe('"expectBy"', () => {
  it('is a cron expression, with a time zone or without', () => {
    expect(problemsOf({ cron: '0 6 * * 1-5' })).toEqual([]);
    expect(problemsOf({ cron: '0 6 * * *', timeZone: 'Asia/Tokyo' })).toEqual([]);
  });

  it('tells all that is wrong with it', () => {
    expect(problemsOf({ cron: 'at six', timeZone: 'Mars/Base' })).toEqual([
      'error schedule-invalid /expectBy/cron',
      'error time-zone-unknown /expectBy/timeZone',
    ]);
    expect(problemsOf('06:00')).toEqual(['error field-invalid /expectBy']);
  });
});
