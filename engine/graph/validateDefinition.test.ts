import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../test/support/graphOf.ts';
import type { Details } from '../../test/support/graphOf.ts';
import { testKinds } from '../../test/support/testKinds.ts';
import { nearest } from './nearest.ts';
import { validateDefinition } from './validateDefinition.ts';
import type { ValidationContext } from './validationContext.ts';

type Parts = Record<string, unknown>;

const query = (sql: string, more: Parts = {}) => ({ type: 'query', sql, ...more });
const code = (script: string, more: Parts = {}) => ({ type: 'sqlCode', script, ...more });
const test1 = (condition: string) => ({ type: 'test', branches: [{ outlet: 'yes', condition }] });

/** A drawing that is valid but for what `activities` put into it: `start > q > e`. */
const flow = (q: Parts, definition: Parts = {}): unknown => ({
  ...definitionOf('start > q, q > e', { activities: { q: 'work' } }),
  ...definition,
  activities: { start: { type: 'start' }, q, e: { type: 'end' } },
});

const drawn = (drawing: string, activities: Details['activities'] = {}): unknown =>
  definitionOf(drawing, { activities });

const found = (input: unknown, context: ValidationContext = {}): string[] =>
  validateDefinition(input, testKinds, context).problems.map(
    (problem) => `${problem.level} ${problem.code} ${problem.pointer}`,
  );

describe('a broken definition is told what, where and how to mend it', () => {
  test.each<[string, unknown, string, string, string]>([
    ['not an object', [], 'error json-invalid ', 'is an object', 'workflow file'],
    [
      'an unknown field of the workflow',
      flow({ type: 'work' }, { severty: 'normal' }),
      'error field-unknown /severty',
      'severty',
      'Did you mean "severity"',
    ],
    [
      'a value that a field does not have',
      flow({ type: 'work' }, { severity: 'produktion' }),
      'error field-invalid /severity',
      'produktion',
      'Did you mean "production"',
    ],
    [
      'a value of the wrong type',
      flow({ type: 'work' }, { historyDays: 'many' }),
      'error field-invalid /historyDays',
      'many',
      'Write a number',
    ],
    [
      'a number that is too small',
      flow({ type: 'work' }, { maxInstances: 0 }),
      'error field-invalid /maxInstances',
      'too small',
      'at least 1',
    ],
    [
      'a missing name',
      { ...(drawn('start > e') as Parts), name: undefined },
      'error field-invalid /name',
      'missing',
      'Add "name"',
    ],
    [
      'a name that is none',
      flow({ type: 'work' }, { name: '1 a' }),
      'error field-invalid /name',
      '1 a',
      'starts with a letter',
    ],
    [
      'an id that is no name',
      { name: 'a', activities: { start: { type: 'start' }, 'a b': { type: 'work' } } },
      'error field-invalid /activities/a b',
      'no name',
      'starts with a letter',
    ],
    ['a missing kind', flow({}), 'error field-invalid /activities/q/type', 'missing', 'Add "type"'],
    [
      'an unknown kind',
      flow({ type: 'qurey' }),
      'error kind-unknown /activities/q/type',
      'qurey',
      'Did you mean "query"',
    ],
    [
      'an unknown field of a kind',
      flow(query('SELECT 1', { parms: {} })),
      'error field-unknown /activities/q/parms',
      'kind query',
      'Did you mean "params"',
    ],
    [
      'a missing field of a kind',
      flow({ type: 'query' }),
      'error config-invalid /activities/q/sql',
      'missing',
      'write a query (sql) or a selection (select)',
    ],
    [
      'a field of a kind with the wrong value',
      flow(code('SELECT 1', { repeat: 'yes' })),
      'error config-invalid /activities/q/repeat',
      'yes',
      'true or false',
    ],
    [
      'a fault deep within a field',
      flow({ type: 'test', branches: [{ outlet: 'yes' }] }),
      'error config-invalid /activities/q/branches/0/condition',
      'missing',
      'Add "condition"',
    ],
    [
      'a wrong duration of a common field',
      flow({ type: 'work', timeout: 'soon' }),
      'error field-invalid /activities/q/timeout',
      'soon',
      '90s',
    ],
    [
      'a wrong field within a common field',
      flow({ type: 'work', retry: { attempts: 2, wait: '1s' } }),
      'error field-unknown /activities/q/retry/wait',
      '"retry"',
      'Take it out',
    ],
    [
      'a transition to nowhere',
      { ...(drawn('start > q') as Parts), transitions: [{ from: 'start', to: 'p' }] },
      'error transition-dangling /transitions/0/to',
      '"p"',
      'Did you mean "q"',
    ],
    [
      'a transition from nowhere',
      { ...(drawn('start > q') as Parts), transitions: [{ from: 'begin', to: 'q' }] },
      'error transition-dangling /transitions/0/from',
      '"begin"',
      'There are: start, q',
    ],
    [
      'a transition without an end',
      { ...(drawn('start > q') as Parts), transitions: [{ from: 'start' }] },
      'error field-invalid /transitions/0/to',
      'missing',
      'Add "to"',
    ],
    [
      'a transition that is there twice',
      drawn('start > q, q > e, q > e'),
      'error transition-duplicate /transitions/2',
      'twice',
      'Remove one',
    ],
    [
      'an outlet that the activity does not have',
      drawn('start > q, q:defalt > e'),
      'error outlet-unknown /transitions/1/outlet',
      'defalt',
      'Did you mean "default"',
    ],
    [
      'an error outlet of what cannot fail',
      drawn('start:error > q'),
      'error outlet-unknown /transitions/0/outlet',
      'error',
      'default',
    ],
    [
      'a transition from an end',
      drawn('start > e, e > q'),
      'error outbound-forbidden /transitions/1',
      'nothing can follow',
      'Remove',
    ],
    [
      'a scheduler with an inbound transition',
      drawn('start > q, q > s', { s: { type: 'scheduler', cron: '0 4 * * *' } }),
      'error entry-has-inbound /transitions/1/to',
      'where an instance begins',
      'follows it',
    ],
    [
      'an invalid cron',
      drawn('s > q', { s: { type: 'scheduler', cron: '61 * * * *' } }),
      'error schedule-invalid /activities/s/cron',
      '61',
      'minute hour day',
    ],
    [
      'a scheduler without a time',
      drawn('s > q', { s: { type: 'scheduler' } }),
      'error schedule-invalid /activities/s/cron',
      'when it is due',
      'cron',
    ],
    [
      'an unknown time zone',
      flow({ type: 'work' }, { timeZone: 'Europe/Pariss' }),
      'error time-zone-unknown /timeZone',
      'Pariss',
      'Did you mean "Europe/Paris"',
    ],
    [
      'an unknown time zone of an activity',
      flow({ type: 'work', timeZone: 'Mars/Olympus' }),
      'error time-zone-unknown /activities/q/timeZone',
      'Mars',
      'UTC',
    ],
    ['no entry', drawn('e'), 'error entry-missing /activities', 'begin', 'start'],
    ['no activity', { name: 'a', activities: {} }, 'error entry-missing /activities', 'no activity', 'start'],
    ['a loop without an entry', drawn('s1 > s2, s2 > s1'), 'error entry-missing /activities', 'begin', 'start'],
    [
      'an activity that nothing leads to',
      drawn('start > q, s1 > s2, s2 > s1'),
      'warning activity-unreachable /activities/s1',
      'never executed',
      'Lead a transition',
    ],
    [
      'an end that nothing leads to',
      drawn('start > q, e'),
      'warning activity-unreachable /activities/e',
      'never executed',
      'Lead a transition',
    ],
    [
      'an activity that a scheduler leaves aside',
      drawn('s > q, q2 > e', { s: { type: 'scheduler', every: '1h' } }),
      'warning activity-unreachable /activities/q2',
      'nothing begins',
      'Lead a transition',
    ],
    [
      'a join that can never fire',
      drawn('start > q, s1 > j, s1 > s1'),
      'error join-never-fires /activities/j',
      'never fire',
      'Lead a branch',
    ],
    [
      'a join that waits for itself',
      drawn('start > q, j > s1, s1 > j'),
      'error join-never-fires /activities/j',
      'never fire',
      'Lead a branch',
    ],
    [
      'a join that asks for more branches than lead to it',
      drawn('start > q, q > j', { j: { type: 'join', mode: { atLeast: 2 } } }),
      'error join-never-fires /activities/j',
      'waits for 2 branches, and 1 leads to it',
      'Wait for fewer',
    ],
    [
      'a loop in which no time passes',
      drawn('start > p1, p1 > p2, p2 > p1', { p1: 'pass', p2: 'pass' }),
      'warning loop-without-pause /activities/',
      'no time passes',
      'wait',
    ],
    [
      'an outlet that leads nowhere',
      drawn('start > q'),
      'warning transition-unterminated /activities/q',
      'leads nowhere',
      'end',
    ],
    [
      'an expression that does not compile',
      flow(query('SELECT :a', { params: { a: 'now +' } })),
      'error expression-invalid /activities/q/params/a',
      'character 6',
      'CEL',
    ],
    [
      'an expression with the wrong types',
      flow(query('SELECT :a', { params: { a: 'now + 5' } })),
      'error expression-invalid /activities/q/params/a',
      'Timestamp + int',
      'CEL',
    ],
    [
      'a text with a faulty expression',
      flow({ type: 'alert', group: 'g', title: 'a {{ vars. }}', message: 'b' }),
      'error expression-invalid /activities/q/title',
      'a {{',
      'CEL',
    ],
    [
      'an unknown name',
      flow(query('SELECT :a', { params: { a: 'instanse.vars.a' } })),
      'error variable-unknown /activities/q/params/a',
      'instanse',
      'Did you mean "instance"',
    ],
    [
      'an unknown member',
      flow(query('SELECT :a', { params: { a: 'firing.dueat' } })),
      'error variable-unknown /activities/q/params/a',
      'dueat',
      'Did you mean "dueAt"',
    ],
    [
      'a variable that no path sets',
      flow(query('SELECT :a', { params: { a: 'vars.recordCount' } })),
      'error variable-unknown /activities/q/params/a',
      'vars.recordCount',
      'has()',
    ],
    [
      'a misspelt variable',
      drawn('start > q, q > t, t:yes > e', { q: query('SELECT 1'), t: test1('vars.recordCont > 0') }),
      'error variable-unknown /activities/t/branches/0/condition',
      'recordCont',
      'Did you mean "recordCount"',
    ],
    [
      'a variable of the instance that nobody declares',
      flow(query('SELECT :a', { params: { a: 'instance.vars.minimun' } }), { variables: { minimum: 1 } }),
      'warning variable-unknown /activities/q/params/a',
      'minimun',
      'Did you mean "minimum"',
    ],
    [
      'an input that the schema does not let through',
      flow(query('SELECT :a', { params: { a: 'instance.inputs.shp' } }), {
        inputs: { type: 'object', properties: { shop: {} }, additionalProperties: false },
      }),
      'error variable-unknown /activities/q/params/a',
      'shp',
      'Did you mean "shop"',
    ],
    [
      'an activity that active() does not find',
      flow(query('SELECT :a', { params: { a: 'active("quu")' } })),
      'error variable-unknown /activities/q/params/a',
      'quu',
      'There are: start, q, e',
    ],
    [
      'a table of the engine',
      flow(code('DELETE FROM sb_task')),
      'error sql-forbidden /activities/q/script',
      'sb_task',
      'purgeHistory',
    ],
    [
      'a table of the engine in the SQL of one database',
      flow(code('', { script: { sqlite: 'DELETE FROM a', postgres: 'DELETE FROM sb_task' } })),
      'error sql-forbidden /activities/q/script',
      'sb_task',
      'purgeHistory',
    ],
    [
      'transaction control',
      flow(code('DELETE FROM a;\nCOMMIT')),
      'error sql-forbidden /activities/q/script',
      'line 2, column 1',
      'Leave it out',
    ],
    [
      'SQL that cannot be told for certain',
      flow(code("DELETE FROM a WHERE b = 'c")),
      'error sql-invalid /activities/q/script',
      'not closed',
      'plainly',
    ],
    [
      'a query of several statements',
      flow(query('SELECT 1; SELECT 2')),
      'error sql-invalid /activities/q/sql',
      '2 statements',
      'sqlCode',
    ],
    [
      'a query that gives no rows',
      flow(query('DELETE FROM a')),
      'error sql-invalid /activities/q/sql',
      'gives no rows',
      'sqlCode',
    ],
    [
      'a parameter without a value',
      flow(query('SELECT :since, :sinc', { params: { since: 'now' } })),
      'error parameter-missing /activities/q/sql',
      ':sinc',
      'Did you mean "since"',
    ],
    [
      'a parameter that is not used',
      flow(query('SELECT 1', { params: { since: 'now' } })),
      'warning parameter-unused /activities/q/params/since',
      'since',
      ':since',
    ],
    [
      'a table that is not declared',
      flow(query('SELECT * FROM {t.log}')),
      'error parameter-missing /activities/q/sql',
      '{t.log}',
      'tables',
    ],
    [
      'a table that is not used',
      flow(query('SELECT 1', { tables: { log: '"nms_log"' } })),
      'warning parameter-unused /activities/q/tables/log',
      'log',
      '{t.log}',
    ],
    [
      'a work table of what does not lead here',
      drawn('start > q, q > q2, q2 > e', { q: query('SELECT 1'), q2: query('SELECT * FROM {in.start2}') }),
      'error sql-invalid /activities/q2/sql',
      'start2',
      'that leads here',
    ],
    [
      'a work table where nothing comes in',
      drawn('q > e', { q: query('SELECT * FROM {in}') }),
      'error sql-invalid /activities/q/sql',
      'nothing leads',
      'Lead a query',
    ],
    [
      'a connection that does not exist',
      flow(query('SELECT 1', { connection: 'other' })),
      'error connection-unknown /activities/q/connection',
      'other',
      'engine',
    ],
    [
      'branches that set the same variables',
      drawn('start > f, f:a > q, f:b > q2, q > j, q2 > j', { q: query('SELECT 1'), q2: query('SELECT 2') }),
      'warning variables-clash /activities/j',
      'recordCount',
      'listed last',
    ],
  ])('%s', (_, input, expected, message, hint) => {
    const { problems } = validateDefinition(input, testKinds);
    const problem = problems.find(({ level, code: kind, pointer }) =>
      `${level} ${kind} ${pointer}`.startsWith(expected),
    );
    expect(problem, JSON.stringify(problems)).toBeDefined();
    expect(problem?.message).toContain(message);
    expect(problem?.hint).toContain(hint);
    const [, area, activity] = problem?.pointer.split('/') ?? [];
    if (area === 'activities' && activity) expect(problem?.activity).toBe(activity);
  });

  test('options and groups are judged where they are known', () => {
    const input = flow(query('SELECT :a', { params: { a: "option('Day')" } }), { supervisors: 'nobody' });
    expect(found(input)).toEqual([]);
    expect(found(input, { options: new Set(['Days']), groups: new Set(['all']) })).toEqual([
      'error variable-unknown /activities/q/params/a',
      'warning operator-group-unknown /supervisors',
    ]);
  });
});

describe('what is not wrong', () => {
  test.each<[string, unknown]>([
    ['a plain workflow', flow(query('SELECT 1'))],
    [
      'branches that set the same variables, of which the first goes on alone',
      drawn('start > f, f:a > q, f:b > q2, q > j, q2 > j, j > e', {
        q: query('SELECT 1'),
        q2: query('SELECT 2'),
        j: { type: 'join', mode: 'any' },
      }),
    ],
    [
      'a time constraint in a zone of its own',
      drawn('start > c, c > e', { c: { type: 'timeConstraint', windows: [{}], timeZone: 'Europe/Paris' } }),
    ],
    [
      'a variable that may be missing and is asked for',
      flow(query('SELECT :a', { params: { a: 'has(vars.n) ? vars.n : 0' } })),
    ],
    [
      'a variable that some path sets',
      drawn('start > f, f:a > q, f:b > t, q > t, t:yes > e', {
        q: query('SELECT 1'),
        t: test1('vars.recordCount > 0'),
      }),
    ],
    [
      'a variable that the round before sets',
      drawn('start > t, t:yes > q, q > t', {
        t: test1('has(vars.recordCount)'),
        q: query('SELECT :a', { params: { a: 'vars.recordCount' } }),
      }),
    ],
    ['a variable that a signal brings', drawn('s > t, t:yes > e', { s: 'signal', t: test1('vars.whatever == 1') })],
    [
      'the failure that an error outlet brings',
      drawn('start > q, q > e, q:error > t, t:yes > e', {
        q: query('SELECT 1'),
        t: test1('vars.error.cause == "data"'),
      }),
    ],
    ['a loop that works', drawn('start > t, t:yes > q, q > t', { t: test1('true'), q: query('SELECT 1') })],
    [
      'names that a kind adds',
      flow({
        type: 'alert',
        to: '[item.author]',
        title: '{{ item.a }}',
        message: 'm',
        each: '[{"a": 1, "author": "x"}]',
      }),
    ],
    ['SQL outside of the transaction', flow(code('VACUUM', { transaction: false }))],
    [
      'parameters shared by two texts',
      flow(
        code('DELETE FROM a WHERE b < :b', {
          repeat: true,
          total: 'SELECT count(*) FROM a WHERE c < :c',
          params: { b: 'now', c: 'now' },
        }),
      ),
    ],
    [
      'a declared table and a work table',
      drawn('start > q, q > c, c > e', {
        q: query('SELECT 1'),
        c: code('INSERT INTO {t.log} SELECT * FROM {in}; DELETE FROM {t.log} WHERE id IN (SELECT id FROM {in.q})', {
          tables: { log: '"nms_log"' },
        }),
      }),
    ],
  ])('%s', (_, input) => {
    const { problems, definition } = validateDefinition(input, testKinds);
    expect(problems).toEqual([]);
    expect(definition?.name).toBe('drawn');
  });

  test('what is left out has its default in the definition', () => {
    const { definition } = validateDefinition(
      {
        name: 'a',
        activities: { start: { type: 'start' }, e: { type: 'end' } },
        transitions: [{ from: 'start', to: 'e' }],
      },
      testKinds,
    );
    expect(definition).toMatchObject({ severity: 'normal', timeZone: 'UTC', onError: 'pause', historyDays: 30 });
  });

  test('warnings do not refuse a definition', () => {
    const { problems, definition } = validateDefinition(drawn('start > q'), testKinds);
    expect(problems.map(({ level }) => level)).toEqual(['warning']);
    expect(definition).toBeDefined();
  });
});

describe('all problems at once', () => {
  test('a fault of form does not hide those of meaning', () => {
    const input = {
      nam: 'a',
      severity: 'loud',
      activities: {
        start: { type: 'start' },
        q: { type: 'query', sql: 'SELECT * FROM sb_task WHERE a = :a', retry: 3, params: {}, extra: 1 },
        x: { type: 'qery' },
        'b d': { type: 'end' },
      },
      transitions: [
        { from: 'start', to: 'q' },
        { from: 'q', to: 5 },
        { from: 'q', outlet: 'nope', to: 'x' },
        { from: 'x', to: 'z' },
        { from: 'x', to: 'b d' },
      ],
    };
    expect(found(input)).toEqual([
      'error field-invalid /name',
      'error field-invalid /severity',
      'error field-invalid /activities/q/retry',
      'error field-invalid /activities/b d',
      'error field-invalid /transitions/1/to',
      'error field-invalid /transitions/4/to',
      'error field-unknown /nam',
      'error field-unknown /activities/q/extra',
      'error kind-unknown /activities/x/type',
      'error transition-dangling /transitions/3/to',
      'error outlet-unknown /transitions/2/outlet',
      'error sql-forbidden /activities/q/sql',
      'error parameter-missing /activities/q/sql',
      'warning transition-unterminated /activities/q',
    ]);
  });

  // Caught: an empty `type`, which the reading of what can be read let through to a schema that threw.
  test('whatever is given, it answers and does not throw', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const activity = fc.record(
      {
        type: fc.oneof(fc.constantFrom(...testKinds.keys()), fc.string()),
        sql: value,
        script: value,
        params: value,
        branches: value,
        outlets: value,
        retry: value,
        timeZone: value,
      },
      { requiredKeys: [] },
    );
    const input = fc.record(
      {
        name: value,
        activities: fc.oneof(
          value,
          fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '1'), activity),
        ),
        transitions: fc.oneof(
          value,
          fc.array(
            fc.record(
              {
                from: fc.constantFrom('a', 'b', 'c', 'd'),
                outlet: fc.constantFrom('default', 'error', 'x'),
                to: fc.constantFrom('a', 'b', 'c'),
              },
              { requiredKeys: ['from', 'to'] },
            ),
          ),
        ),
        inputs: value,
        variables: value,
        timeZone: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(input, (given) => {
        const { problems, definition } = validateDefinition(given, testKinds);
        expect(definition === undefined).toBe(problems.some(({ level }) => level === 'error'));
        expect(problems.filter(({ hint, message }) => hint === '' || message === '')).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ['qurey', ['query', 'sqlCode'], 'query'],
  ['Query', ['query'], 'query'],
  ['zzz', ['query'], undefined],
  ['ends', ['end', 'signal'], 'end'],
  ['', ['end'], undefined],
])('%j is nearest to what was meant among %j', (word, known, expected) => {
  expect(nearest(word, known)).toBe(expected);
});
