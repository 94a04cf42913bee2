import { describe, expect, test } from 'vitest';
import { splitStatements } from './splitStatements.ts';
import { renderSql, SqlPlaceholderMissing, sqlParameters, sqlPlaceholders } from './sqlNames.ts';

describe('statements', () => {
  test.each<[string, string[]]>([
    ['SELECT 1', ['SELECT 1']],
    ['SELECT 1;', ['SELECT 1;']],
    ['SELECT 1; SELECT 2', ['SELECT 1;', ' SELECT 2']],
    [
      'SELECT \';\'; SELECT ";"; SELECT `;`; SELECT [a b]',
      ["SELECT ';';", ' SELECT ";";', ' SELECT `;`;', ' SELECT [a b]'],
    ],
    ['SELECT 1 -- ; no\n; SELECT /* ; */ 2', ['SELECT 1 -- ; no\n;', ' SELECT /* ; */ 2']],
    ['SELECT $x$ ; $x$; SELECT 2', ['SELECT $x$ ; $x$;', ' SELECT 2']],
    ['SELECT 1;; ; -- end\n', ['SELECT 1;; ; -- end\n']],
    ['-- first\nSELECT 1', ['-- first\nSELECT 1']],
    ['; SELECT 1', ['; SELECT 1']],
    [
      'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET n = CASE WHEN 1 THEN 2 END; DELETE FROM c; END; SELECT 1',
      [
        'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET n = CASE WHEN 1 THEN 2 END; DELETE FROM c; END;',
        ' SELECT 1',
      ],
    ],
    ['CREATE TEMP TRIGGER t BEGIN SELECT 1; END', ['CREATE TEMP TRIGGER t BEGIN SELECT 1; END']],
    [
      'CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f(); SELECT 1',
      ['CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f();', ' SELECT 1'],
    ],
    ['', []],
    [' ; -- nothing', []],
  ])('%j', (text, statements) => {
    expect(splitStatements(text).map((statement) => statement.text)).toEqual(statements);
  });
});

describe('parameters and placeholders', () => {
  test.each<[string, string[]]>([
    ['SELECT :a, :b, :a', ['a', 'b']],
    ['SELECT :a::date, x::timestamptz', ['a']],
    ['SELECT \':a\', ":b", `:c` -- :d\n/* :e */', []],
    ['SELECT a[1:2], :_x1', ['_x1']],
    ['SELECT $$ :a $$', []],
  ])('%s has the parameters %j', (text, parameters) => {
    expect(sqlParameters(text)).toEqual(parameters);
  });

  test('placeholders are found outside of texts and comments', () => {
    expect(sqlPlaceholders("SELECT * FROM {in} JOIN {in.orders} JOIN {t.log} WHERE a = '{in}' -- {in}")).toEqual([
      { text: 'in', type: 'in', name: undefined, at: 14 },
      { text: 'in.orders', type: 'in', name: 'orders', at: 24 },
      { text: 't.log', type: 'table', name: 'log', at: 41 },
    ]);
  });

  test('names take the place of placeholders, and nothing else changes', () => {
    const text = "INSERT INTO {t.log} SELECT id, '{in}' FROM {in.orders} -- {in}";
    expect(renderSql(text, { 't.log': '"nms_log"', 'in.orders': '"wkf_1"' })).toBe(
      'INSERT INTO "nms_log" SELECT id, \'{in}\' FROM "wkf_1" -- {in}',
    );
  });

  test('a placeholder without a name fails', () => {
    expect(() => renderSql('SELECT * FROM {in.constructor}', {})).toThrow(SqlPlaceholderMissing);
  });
});
