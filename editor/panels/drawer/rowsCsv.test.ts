import { expect, test } from 'vitest';
import { rowsCsv } from './rowsCsv.ts';

test('rows are written as CSV, with what CSV and spreadsheets would misread made harmless', () => {
  const rows = [
    { name: 'Ada "A." Byron', note: 'first,\nsecond', score: -2, tags: ['a'], gone: null },
    { name: '=HYPERLINK("x")', note: '', score: 0, tags: [], gone: null },
  ];
  expect(rowsCsv(['name', 'note', 'score', 'tags', 'gone', 'absent'], rows)).toBe(
    [
      'name,note,score,tags,gone,absent',
      '"Ada ""A."" Byron","first,\nsecond",-2,"[""a""]",,',
      `"'=HYPERLINK(""x"")",,0,[],,`,
      '',
    ].join('\r\n'),
  );
});
