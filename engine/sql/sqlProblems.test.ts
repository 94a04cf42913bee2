import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitStatements } from './splitStatements.ts';
import { sqlProblems } from './sqlProblems.ts';
import { sqlTokens } from './tokens.ts';

const found = (text: string, transaction = true): string[] =>
  sqlProblems(text, { transaction }).map((problem) => problem.code);

describe('what definition SQL may do', () => {
  test.each([
    "SELECT id, total FROM shop_order WHERE created_at >= :since AND name <> 'x;y'",
    'INSERT INTO shop_digest (day, orders) VALUES (:day, :orders)',
    'DELETE FROM nms_broad_log_rcp WHERE id IN (SELECT id FROM nms_broad_log_rcp WHERE delivery_id = :id LIMIT 5000)',
    'WITH gone AS (DELETE FROM xtk_reject RETURNING id) SELECT count(*) FROM gone',
    'CREATE TABLE wkf_x AS SELECT * FROM {in}; CREATE UNIQUE INDEX i ON wkf_x (id); DROP TABLE IF EXISTS wkf_y',
    "CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT DEFAULT 'it''s')",
    "SELECT temp, local FROM weather WHERE note = 'CREATE TEMP TABLE'",
    'SELECT value FROM xtk_option; UPDATE xtk_option SET value = 1; DELETE FROM xtk_option WHERE name = :name',
    "SELECT '[' || a || ']', b::numeric(10, 2), \"it's\" -- it's\r\nFROM t",
    "SELECT ARRAY['a', 'b']",
    'CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET n = CASE WHEN n > 1 THEN 2 ELSE 3 END; DELETE FROM c; END',
    'UPDATE t SET a = :a::timestamptz, b = b || \'::c\' WHERE "select" = [order]',
    "SELECT usb_stick, 'a usb_stick' FROM thumbs_b",
    'REPLACE INTO xtk_option (name, value) VALUES (:name, :value)',
    'INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET n = excluded.n',
    "SELECT replace(name, 'a', 'b') FROM t; -- the end",
    'SELECT s.page_size * c.page_count FROM pragma_page_size s, pragma_page_count c',
    '(SELECT 1) UNION (SELECT 2)',
    'SELECT tags[1], ARRAY[1, 2], ARRAY[ARRAY[1]] FROM t',
    'SELECT end_date, begin_date FROM t WHERE commit_id = 1',
    'SELECT * FROM information_schema.tables',
    'EXPLAIN QUERY PLAN SELECT 1',
    'ANALYZE shop_order',
    'SELECT $$plain text$$',
  ])('%s', (text) => {
    expect(sqlProblems(text, { transaction: true })).toEqual([]);
  });
});

describe("the engine's tables stay out of reach", () => {
  test.each([
    'SELECT * FROM sb_instance',
    'DELETE FROM SB_Instance',
    'DELETE FROM "sb_instance"',
    'DELETE FROM `sb_instance`',
    'DELETE FROM [sb_instance]',
    'DELETE FROM [ sb_instance ]',
    "DELETE FROM 'sb_instance'",
    'DELETE FROM main.sb_instance',
    'DELETE FROM main."sb_instance"',
    'DELETE/**/FROM/**/sb_instance',
    'DELETE FROM--x\nsb_instance',
    'SELECT 1FROM sb_instance',
    'SELECT (SELECT count(*) FROM sb_task)',
    'CREATE VIEW v AS SELECT * FROM sb_task',
    'CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM sb_task; END',
    'ALTER TABLE a RENAME TO sb_a',
    'INSERT INTO a SELECT ARRAY[(SELECT id FROM sb_task)]',
    'SELECT $x$ FROM sb_task $x$',
    "SELECT * FROM json_each('[1]') JOIN sb_task",
    "SELECT query_to_xml('SELECT * FROM sb_task', true, true, '')",
    'SELECT * FROM signalbox.instance',
    'SELECT * FROM "signalbox".instance',
    'SELECT * FROM sqlite_master',
    'UPDATE sqlite_schema SET sql = 1',
    "SELECT * FROM 'sqlite_master'",
    "SELECT * FROM pragma_table_info('t')",
    'SELECT * FROM pragma_page_counts',
    'UPDATE pg_catalog.pg_class SET relname = 1',
    'DELETE FROM pg_class',
    'SELECT rolpassword FROM pg_authid',
    'SELECT name FROM dbstat',
    "SELECT * FROM 'dbstat'",
    'SELECT sql FROM sqlite_stmt',
    "SELECT * FROM 'sqlite_stmt'",
    "SELECT * FROM bytecode('SELECT 1')",
  ])('%s', (text) => {
    expect(found(text)).toContain('sql-forbidden');
    expect(found(text, false)).toContain('sql-forbidden');
  });
});

describe('nothing hides a standing table, or hangs on the options', () => {
  test.each([
    'CREATE TEMP TABLE xtk_job (id INTEGER)',
    'CREATE TEMPORARY VIEW v AS SELECT 1',
    'CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END',
    'CREATE LOCAL TEMPORARY TABLE t (id INTEGER)',
    'CREATE GLOBAL TEMP TABLE t (id INTEGER)',
    'CREATE OR REPLACE TEMP VIEW v AS SELECT 1',
    'EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1',
    'SELECT * INTO TEMP t FROM a',
    'CREATE TABLE temp.t (id INTEGER)',
    'INSERT INTO "temp".t VALUES (1)',
    "INSERT INTO 'temp'.t VALUES (1)",
    'CREATE TABLE pg_temp.t (id INTEGER)',
    'DROP TABLE xtk_option',
    'DROP TABLE "XTK_Option"',
    'ALTER TABLE main.xtk_option RENAME TO gone',
    'ALTER TABLE a RENAME TO xtk_option',
    'CREATE INDEX i ON xtk_option (value)',
    "CREATE TABLE 'xtk_option' (name)",
    'CREATE TRIGGER t AFTER UPDATE ON xtk_option BEGIN DELETE FROM a; END',
    'CREATE TRIGGER t AFTER UPDATE ON a BEGIN DELETE FROM xtk_option; END',
  ])('%s', (text) => {
    expect(found(text)).toEqual(['sql-forbidden']);
    expect(found(text, false)).toEqual(['sql-forbidden']);
  });
});

describe('what reaches outside the data', () => {
  test.each([
    "SELECT load_extension('x')",
    `SELECT "load_extension"('x')`,
    "SELECT writefile('/tmp/x', 'y')",
    "SELECT readfile('/etc/passwd')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT * FROM dblink('host=x', 'SELECT 1')",
    "SELECT set_config('search_path', 'signalbox', false)",
    'SELECT pg_terminate_backend(1)',
    'SELECT pg_advisory_lock(1)',
    "ATTACH 'x' AS y",
    'DETACH y',
    "COPY t TO '/tmp/x'",
    'DO $$ BEGIN PERFORM 1; END $$',
    'CALL p()',
    'LISTEN x',
    'NOTIFY x',
    "LOAD 'x'",
    'GRANT ALL ON t TO PUBLIC',
    'CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE OR REPLACE PROCEDURE p() LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE EXTENSION dblink',
    'CREATE VIRTUAL TABLE v USING csv(filename = x)',
    'CREATE ROLE r',
    'DROP SCHEMA public',
    'ALTER SYSTEM SET x = 1',
    'EXECUTE p',
    'DEALLOCATE p',
    'LOCK TABLE t',
    'PRAGMA writable_schema = 1',
    'PRAGMA main.writable_schema = 1',
    "VACUUM INTO '/tmp/x'",
    'SET ROLE admin',
    'SET SESSION AUTHORIZATION admin',
    'SET search_path TO signalbox',
    'SET "search_path" TO \'signalbox\'',
    'SET LOCAL "search_path" TO statement_timeout',
    'RESET ALL',
    'nonsense',
    '"BEGIN"',
  ])('%s', (text) => {
    expect(found(text)).toContain('sql-forbidden');
    expect(found(text, false)).toContain('sql-forbidden');
  });
});

describe("the transaction is the step's", () => {
  test.each([
    'BEGIN',
    'COMMIT',
    'ROLLBACK',
    'END',
    'SAVEPOINT a',
    'RELEASE a',
    'START TRANSACTION',
    'ABORT',
    "PREPARE TRANSACTION 'x'",
    'INSERT OR ROLLBACK INTO a VALUES (1)',
    'DELETE FROM a; /* x */ ; COMMIT; DELETE FROM b',
    ' \n-- x\ncommit',
  ])('%s', (text) => {
    expect(found(text)).toContain('sql-forbidden');
    expect(found(text, false)).toContain('sql-forbidden');
  });

  test.each([
    'VACUUM',
    'VACUUM shop_order',
    'REINDEX shop_order',
    "SET statement_timeout = '5min'",
    'SET LOCAL lock_timeout TO 2000',
    'RESET work_mem',
    'PRAGMA optimize',
    'CREATE INDEX CONCURRENTLY i ON t (a)',
  ])('%s is let through outside of it alone', (text) => {
    expect(found(text)).toEqual(['sql-forbidden']);
    expect(found(text, false)).toEqual([]);
  });
});

describe('what the databases would read differently', () => {
  test.each([
    ['a comment within a comment', "/* /* */ ' */ DELETE FROM a --'"],
    ['an escaped quote', "SELECT E'\\' ; COMMIT; --'"],
    ['hidden characters in a text', "SELECT U&'\\0073'"],
    ['hidden characters in a name', 'SELECT * FROM U&"\\0073b_task"'],
    ['a bracket that closes within a text', "SELECT 1 AS [a'b]; COMMIT; --'"],
    ['a text without an end', "SELECT 'a"],
    ['a name without an end', 'SELECT "a'],
    ['a comment without an end', 'SELECT 1 /* a'],
    ['a dollar quote without an end', 'SELECT $a$ b'],
    ['a quote within a dollar quote', "SELECT $a$ ' $a$ , /* ' , (SELECT count(*) FROM b) -- */"],
    ['a comment within a dollar quote', "SELECT $a$ -- $a$, ' \n FROM b -- '"],
    ['a bracket within a dollar quote', "SELECT $a$ [ $a$ '] , (SELECT count(*) FROM b) --'"],
    ['a dollar quote that seems called', "SELECT $a$ $a$('x)+', /* ', (SELECT count(*) FROM b) -- */)"],
    ['a hash that seems called', "SELECT #a('x)+', /* ', (SELECT count(*) FROM b) -- */"],
    ['a parameter that seems called', "SELECT :a('x)+', /* ', (SELECT count(*) FROM b) -- */"],
    ['a line that ends for PostgreSQL alone', 'SELECT 1 -- x\r, (SELECT count(*) FROM b)'],
    ['statements between backticks', 'SELECT `; COMMIT; `'],
    ['a NUL character', 'SELECT 1\0'],
    ['parameters by position', 'SELECT ?'],
    ['numbered parameters', 'SELECT $1'],
    ['parameters of another kind', 'SELECT @name'],
    ['braces that are no placeholder', 'SELECT * FROM {out}'],
    ['nothing at all', ''],
    ['nothing but a comment', '-- nothing'],
  ])('%s', (_, text) => {
    expect(found(text)).toContain('sql-invalid');
  });
});

test('a problem tells where it is and what to do', () => {
  expect(sqlProblems('SELECT 1;\nDELETE FROM sb_task', { transaction: true })).toEqual([
    {
      code: 'sql-forbidden',
      at: 22,
      message: 'sb_task is a table of the engine',
      hint: expect.stringContaining('purgeHistory'),
    },
  ]);
});

const piece = fc.constantFrom(
  "'",
  '"',
  '`',
  '[',
  ']',
  '$$',
  '$a$',
  '--',
  '/*',
  '*/',
  '\n',
  ';',
  ' ',
  ':a',
  '::',
  '{in}',
  '{t.a}',
  '{',
  'E',
  'U&',
  'CREATE TRIGGER ',
  'BEGIN ',
  'END ',
  'CASE ',
  'sb_task',
  'SELECT ',
  '\\',
  '\0',
  '1.5e',
  '$',
  '?',
  'é',
  '😀',
);
const sql = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary' }),
);

describe('whatever is given', () => {
  // Caught: a tab that was given no token.
  test('the tokens joined are the text', () => {
    fc.assert(
      fc.property(sql, (text) => {
        expect(
          sqlTokens(text)
            .map((token) => token.text)
            .join(''),
        ).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  // Caught: a scan that took the first quote of a doubled pair for the end.
  test('a text or name in quotes is one token, whatever is in it', () => {
    fc.assert(
      fc.property(sql, fc.constantFrom("'", '"', '`'), (value, quote) => {
        const written = quote + value.replaceAll(quote, quote + quote) + quote;
        expect(sqlTokens(`${written};`).map((token) => token.value)).toEqual([value, ';']);
      }),
      { numRuns: 1_000 },
    );
  });

  // Caught: a split that left out what follows the last statement.
  test('the statements joined are the script, or there is none', () => {
    fc.assert(
      fc.property(sql, fc.constantFrom('', '; ', ';\n;', '; -- end'), (begun, end) => {
        const text = begun + end;
        const statements = splitStatements(text);
        if (statements.length > 0) expect(statements.map((statement) => statement.text).join('')).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  // Caught: a symbol that was read from the place after its own.
  test('judging it ends and does not throw', () => {
    fc.assert(
      fc.property(sql, fc.boolean(), (text, transaction) => {
        for (const problem of sqlProblems(text, { transaction })) expect(problem.hint).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['quotes', "'"],
    ['brackets', '['],
    ['comments', '/*'],
    ['dollars', '$a$ '],
    ['semicolons', ';'],
    ['braces', '{'],
    ['words', 'a '],
    ['dollar texts with brackets', '$$ [ $$ [a] '],
  ])(
    // Quadratic time would take minutes here.
    'a hundred thousand %s are read in time',
    (_, repeated) => {
      expect(sqlProblems(`SELECT ${repeated.repeat(100_000)}`, { transaction: true }).length).toBeGreaterThanOrEqual(0);
    },
    60_000,
  );
});
