import { describe, expect, it } from 'vitest';
import {
  ends,
  fails,
  givenInstance,
  goesOn,
  pauses,
  resumes,
  starts,
  works,
} from '../../test/support/givenInstance.ts';

describe('beginning and routing', () => {
  it('[I2] an instance begins with a task for each entry and queues the ones that work', () => {
    givenInstance('a, b')
      .thenLive('a pending, b pending')
      .thenStatus('running')
      .thenQueue('a', 'b')
      .then('began\na is created\nb is created');
  });

  it('[F1] a finished task passes an event to each transition of its outlet', () => {
    givenInstance('a > b, a > c, a:other > d')
      .when(works('a'))
      .then('a starts\na is done\na > b\nb is created\na > c\nc is created')
      .thenQueue('b', 'c');
  });

  it('[F1] a task takes the outlets that its outcome names', () => {
    givenInstance('a > b, a:other > c')
      .when(works('a', { outlets: [{ outlet: 'other' }] }))
      .thenLive('c pending');
  });

  it('[I3] an instance finishes when nothing lives any more', () => {
    givenInstance('a > b').and(works('a')).when(works('b')).then('b starts\nb is done\nthe instance is finished');
  });

  it('[F2] an event carries the variables of its task, its outcome and its outlet', () => {
    const { shell } = givenInstance('a > b, b:x > c').and(
      works('a', { vars: { one: 1, two: 1 } }),
      works('b', { outlets: [{ outlet: 'x', vars: { two: 2 } }], recordCount: 7 }),
    );
    expect(shell.task('c').vars).toEqual({ one: 1, two: 2, recordCount: 7 });
  });

  it('[F2] a work table reaches the next task under the name of the activity that made it', () => {
    const table = { name: 'wkf_1', recordCount: 3 };
    const { shell } = givenInstance('a > b').and(works('a', { workTable: table }));
    expect(shell.task('b').workTables).toEqual({ a: table });
  });

  it('[F2] rows that leave by an outlet of their own go before those of the task, with their number', () => {
    const [all, some] = [
      { name: 'wkf_1', recordCount: 3 },
      { name: 'wkf_2', recordCount: 2 },
    ];
    const { shell } = givenInstance('a:some > b, a > c').and(
      works('a', {
        workTable: all,
        recordCount: 3,
        outlets: [{ outlet: 'some', workTable: some, vars: { firstRow: {} } }, { outlet: 'default' }],
      }),
    );
    const { vars, workTables } = shell.task('b');
    expect({ vars, workTables }).toEqual({ vars: { recordCount: 2, firstRow: {} }, workTables: { a_some: some } });
    expect(shell.task('c')).toMatchObject({ vars: { recordCount: 3 }, workTables: { a: all } });
  });

  it('[F2] rows that left one activity by several outlets meet again under a name for each', () => {
    const [one, two] = [
      { name: 'wkf_1', recordCount: 1 },
      { name: 'wkf_2', recordCount: 2 },
    ];
    const outlets = [
      { outlet: 'one', workTable: one },
      { outlet: 'two', workTable: two },
    ];
    const { shell } = givenInstance('a:one > b, a:two > j, b > j, j > c').and(works('a', { outlets }), works('b'));
    expect(shell.task('c').workTables).toEqual({ a_one: one, a_two: two });
  });

  it('[F3] several transitions into one activity make a task an event', () => {
    givenInstance('a > c, b > c').and(works('a')).when(works('b')).thenLive('c pending, c pending');
  });

  it('[F4] a disabled activity is not executed and its branch ends there', () => {
    givenInstance('a > b, b > c', { activities: { b: { execution: 'disabled' } } })
      .when(works('a'))
      .then('a starts\na is done\na > b\na > b is dropped\nthe instance is finished');
  });

  it('[F4] a disabled entry is not executed either', () => {
    givenInstance('a > b, c', { activities: { a: { execution: 'disabled' } } }).thenLive('c pending');
  });
});

describe('fork and join', () => {
  const diamond = 'f:a > s1, f:b > s2, s1 > j, s2 > j, j > s3';

  it('[F5] a fork fires all its outlets', () => {
    givenInstance(diamond).thenLive('s1 pending, s2 pending');
  });

  it('[F6] the join waits for the slower branch', () => {
    givenInstance(diamond)
      .and(works('s1'))
      .thenLive('s2 pending')
      .when(works('s2'))
      .then('s2 starts\ns2 is done\ns2 > j\nj is created\nj is done\nj > s3\ns3 is created');
  });

  it('[F6] a join never waits for a branch that can no longer come', () => {
    givenInstance('a > b, a:rare > c, b > j, c > j, j > d').and(works('a')).when(works('b')).thenLive('d pending');
  });

  it('[F6] a join waits while a branch waits, is held, is tried again or can be resumed', () => {
    givenInstance('a > j, b > j, j > c', { activities: { b: { retry: { attempts: 2, delay: '1m' } } } })
      .and(works('a'), starts('b'), fails('b'))
      .thenLive('b retrying')
      .and(goesOn({ b: { cause: 'data', message: 'again' } }))
      .thenLive('b failed')
      .when(resumes, works('b'))
      .thenLive('c pending');
  });

  it('[F6] a join goes on when the other branch is ignored', () => {
    givenInstance('a > j, b > j, j > c', { activities: { b: { onError: 'ignore' } } })
      .and(works('a'))
      .when(starts('b'), fails('b'))
      .thenLive('c pending');
  });

  it('[F6] a branch that is disabled is not waited for', () => {
    givenInstance('a > j, f > b, b > x, x > j, j > c', { activities: { x: { execution: 'disabled' } } })
      .when(works('a'))
      .thenLive('b pending, c pending');
  });

  it('[F7] on a clash of variables the transition listed last wins, and the journal says so', () => {
    const scenario = givenInstance('a > j, b > j, j > c').and(works('b', { vars: { x: 'b', y: 1 } }));
    scenario.when(works('a', { vars: { x: 'a', y: 1 } }));
    expect(scenario.shell.task('c').vars).toEqual({ x: 'b', y: 1 });
    expect(scenario.shell.entries).toContainEqual(
      expect.objectContaining({ code: 'variables-clash', params: { names: 'x' } }),
    );
  });

  it('[F7] a variable that the gathering activity sets itself is no clash', () => {
    const { shell } = givenInstance('a > u, b > u, u > c', { activities: { u: { type: 'union' } } }).and(
      works('a', { vars: { recordCount: 1 } }),
      works('b', { vars: { recordCount: 2 } }),
    );
    expect(shell.entries.filter((entry) => entry.type === 'journal')).toEqual([]);
  });

  it('[F8] a join in a cycle fires once a round', () => {
    const loop = 'a > j0, j0 > f, f:x > b, f:y > c, b > j, c > j, j > t, t:again > j0, t:out > z';
    const activities = {
      j0: 'pass',
      t: { type: 'test', branches: [{ outlet: 'again', condition: 'vars.n < 3' }], default: 'out' },
    };
    const scenario = givenInstance(loop, { activities }).and(works('a', { vars: { n: 1 } }));
    for (const n of [2, 3]) scenario.and(works('b', { vars: { n } }), works('c', { vars: { n } }));
    scenario.thenLive('z pending');
    const fired = scenario.shell.entries.filter((entry) => entry.type === 'taskCreated' && entry.task.activity === 'j');
    expect(fired).toHaveLength(2);
  });

  it('[F8] an event of the next round waits for its own round', () => {
    givenInstance('x > a, a > j, b > j, j > c, c:again > a, c > z')
      .and(works('x'), works('a'), works('b'), works('c', { outlets: [{ outlet: 'again' }, { outlet: 'default' }] }))
      .thenLive('a pending, z pending')
      .when(works('a'))
      .then('a starts\na is done\na > j\nj is created\nj is done\nj > c\nc is created');
  });

  it('[F13] joins that wait for nothing but each other do not wait for ever', () => {
    givenInstance('a > j1, b > j2, j1 > x, x > j2, j2 > j1, j2 > z')
      .and(works('a'))
      .when(works('b'))
      .then('b starts\nb is done\nb > j2\nj1 is created\nwarning: joins-tied\nj1 is done\nj1 > x\nx is created')
      .when(works('x'))
      .thenLive('z pending, x pending');
  });

  it('[F6] a paused instance fires its joins when it is resumed', () => {
    givenInstance('a > j, b > j, j > c')
      .and(works('a'), starts('b'), pauses(), ends('b'))
      .thenLive('')
      .thenStatus('paused')
      .when(resumes)
      .thenLive('c pending');
  });
});

describe('deciding', () => {
  const test = (fields: object) => ({ activities: { t: { type: 'test', ...fields } } });
  const branches = [
    { outlet: 'big', condition: 'vars.n > 10' },
    { outlet: 'some', condition: 'vars.n > 0' },
  ];

  it.each([
    { n: 11, to: 'b pending' },
    { n: 1, to: 's pending' },
    { n: 0, to: 'd pending' },
  ])('[F9] a test fires the first branch that holds: $n goes to $to', ({ n, to }) => {
    givenInstance('a > t, t:big > b, t:some > s, t:else > d', test({ branches, default: 'else' }))
      .when(works('a', { vars: { n } }))
      .thenLive(to);
  });

  it('[F9] a test in the mode "all" fires every branch that holds', () => {
    givenInstance('a > t, t:big > b, t:some > s', test({ branches, mode: 'all' }))
      .when(works('a', { vars: { n: 11 } }))
      .thenLive('b pending, s pending');
  });

  it('[F9] a test where nothing holds ends its branch there, and says so', () => {
    givenInstance('a > t, t:big > b', test({ branches }))
      .and(starts('a'))
      .when(ends('a', { vars: { n: 0 } }))
      .then('a is done\na > t\nt is created\ninfo: test-nothing-holds\nt is done\nthe instance is finished');
  });

  it('[F10] an end gives the instance its result', () => {
    const { shell } = givenInstance('a > e', { activities: { e: { type: 'end', result: 'vars.n + 1' } } }).and(
      works('a', { vars: { n: 41 } }),
    );
    expect(shell.instance).toMatchObject({ status: 'finished', result: 42 });
  });

  it('[F10] a result is kept until the other branches have ended', () => {
    const { shell } = givenInstance('a > e, b', { activities: { e: { type: 'end', result: "'first'" } } }).and(
      works('a'),
      works('b'),
    );
    expect(shell.instance).toMatchObject({ status: 'finished', result: 'first' });
  });

  it('[F10] an end that stops the others cancels what lives and drops what waits', () => {
    givenInstance('a > e, b, c > j, d > j', { activities: { e: { type: 'end', stopOthers: true } } })
      .and(works('c'), starts('b'), starts('a'))
      .when(ends('a'))
      .thenStatus('finished')
      .thenCommands('unqueue a', 'cancel b', 'unqueue b', 'unqueue d', 'resetFailures')
      .then(
        'a is done\na > e\ne is created\ne is done\nb is cancelled\nd is cancelled\nc > j is dropped\nthe instance is finished',
      );
  });

  it('[F11] a cancelled branch is no longer waited for', () => {
    givenInstance('a > x, x > c, b > j, d > j, j > z', { activities: { x: { type: 'cancel', activities: ['b'] } } })
      .and(works('d'))
      .when(works('a'))
      .thenLive('c pending, z pending');
  });
});

describe('loops', () => {
  it('[F12] two activities that decide at once and point at each other end as a failed task, in under a second', () => {
    const began = performance.now();
    givenInstance('a > p, p > q, q > p', { activities: { p: 'pass', q: 'pass' } })
      .when(works('a'))
      .thenStatus('paused')
      .thenLive('p failed');
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it('[F12] a runaway loop takes the error policy, not the error outlet', () => {
    givenInstance('a > p, p > p, p:error > x', { activities: { p: 'pass' }, definition: { onError: 'abort' } })
      .when(works('a'))
      .thenStatus('failed');
  });

  it('[F12] more rounds than allowed fail the task', () => {
    givenInstance('x > a, a > b, b > a', { definition: { maxRounds: 3 } })
      .when(goesOn())
      .thenStatus('paused')
      .thenLive('a failed')
      .when(resumes)
      .thenLive('a failed');
  });
});
