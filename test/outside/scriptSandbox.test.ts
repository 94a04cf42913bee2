import { beforeAll, describe, expect, it } from 'vitest';
import type { ScriptCall, ScriptSandbox } from '../../engine/activity/outside.ts';
import { sandboxForTests } from '../support/outsideForTests.ts';

const now = '2026-01-31T04:00:00.000Z';

describe('the sandbox of scripts', () => {
  let sandbox: ScriptSandbox;
  beforeAll(async () => {
    sandbox = await sandboxForTests();
  });

  const run = (code: string, more: Partial<ScriptCall> = {}) =>
    sandbox.run({
      code,
      given: { vars: { a: 1 }, rows: [{ id: 7 }], now },
      nowMs: Date.parse(now),
      seed: 'i1/i1.t1',
      timeLimitMs: 1_500,
      ...more,
    });
  const value = async (code: string) => (await run(code)).value;

  it('[A1] gives a script what it is given, and has what it returns as JSON', async () => {
    expect(await value('return { sum: vars.a + rows[0].id, now, at: new Date() };')).toEqual({ sum: 8, now, at: now });
    expect(await value('// nothing')).toBeNull();
    expect(await value('return { a: await Promise.resolve(3) };')).toEqual({ a: 3 });
  });

  it('[A1] lets nothing of the host be reached', async () => {
    const names = ['process', 'require', 'fetch', 'module', 'globalThis.setTimeout', 'WebAssembly', 'std', 'os'];
    const kinds = `[${names.map((name) => `typeof ${name}`).join(', ')}]`;
    expect(await value(`return { kinds: ${kinds} };`)).toEqual({ kinds: names.map(() => 'undefined') });
    expect(await value("return { process: typeof this?.constructor?.constructor?.('return process') };")).toEqual({
      process: 'undefined',
    });
    await expect(run("return { here: (() => {}).constructor('return process')() };")).rejects.toMatchObject({
      failure: { cause: 'data', message: expect.stringContaining('process') },
    });
    await expect(run("await import('node:fs');")).rejects.toMatchObject({ failure: { cause: 'data' } });
  });

  it('[A1] shows one time, and gives each attempt the same chance', async () => {
    const code = 'return { at: Date.now(), chance: [Math.random(), Math.random()] };';
    const first = await run(code);
    expect(first.value).toEqual((await run(code)).value);
    expect(first.value).toMatchObject({ at: Date.parse(now) });
    expect(first.value).not.toEqual((await run(code, { seed: 'i2/i2.t1' })).value);
  });

  it('[A1] keeps what a script writes, so many lines and letters at most', async () => {
    const { lines } = await run(
      "console.log('one', { two: 2 }); console.log('x'.repeat(5000)); for (let i = 0; i < 500; i += 1) console.log(i);",
    );
    expect(lines).toHaveLength(100);
    expect(lines[0]).toBe('one {"two":2}');
    expect(lines[1]).toHaveLength(1_000);
  });

  const tooLong = { cause: 'timeout', message: 'The script took longer than 1500 ms.' };
  const hostile: readonly (readonly [string, string, object])[] = [
    ['runs for ever', 'for (;;) {}', tooLong],
    ['runs for ever in what it awaits', 'for (;;) await null;', tooLong],
    ['catches whatever ends it', 'for (;;) { try { for (;;) {} } catch { continue; } }', tooLong],
    ['waits for what never comes', 'await new Promise(() => {});', { cause: 'data', message: /never comes/ }],
    ['takes all memory', 'const all = []; for (;;) all.push(new Uint8Array(100000));', { message: /memory/ }],
    [
      'takes all memory in what it awaits',
      'const f = () => Promise.resolve().then(f); await f();',
      { message: /memory|1500/ },
    ],
    ['takes all memory in small pieces', 'const all = []; for (;;) all.push([1, 2, 3]);', { message: /memory|1500/ }],
    ['takes all memory at once', 'return { a: new Array(1e9).fill(7) };', { message: /memory/ }],
    ['returns more than a megabyte', "return { a: 'x'.repeat(2000000) };", { cause: 'data', message: /1 MB/ }],
    ['calls itself for ever', 'const f = () => f() + 1; return f();', { cause: 'data', message: /stack/ }],
    ['is nested without end', `return ${'['.repeat(50_000)}${']'.repeat(50_000)};`, { message: /stack|script/ }],
    ['returns what goes round', 'const a = {}; a.a = a; return a;', { cause: 'data', message: /circular/ }],
    ['throws what is no error', "throw 'up';", { cause: 'data', message: /up/ }],
    ['throws what cannot be told', 'throw { get message() { throw 1; } };', { cause: 'data' }],
    ['looks for a needle for ever', "return { a: /^(a+)+$/.test('a'.repeat(40) + 'b') };", { cause: 'timeout' }],
    ['returns a prototype', 'return JSON.parse(\'{"a": {"__proto__": {"b": 1}}}\');', { message: /__proto__/ }],
    ['is no script', 'return {', { cause: 'config' }],
  ];
  it.each(hostile)('[A2] fails a script that %s, and goes on', async (_what, code, failure) => {
    const expected = Object.fromEntries(
      Object.entries(failure).map(([name, wanted]) => [
        name,
        wanted instanceof RegExp ? expect.stringMatching(wanted) : wanted,
      ]),
    );
    await expect(run(code)).rejects.toMatchObject({ failure: expected });
    expect(await value('return { a: 1 };')).toEqual({ a: 1 });
  });

  it('[A2] is not changed by what a script does to its own surroundings', async () => {
    const code =
      'Object.prototype.polluted = 1; JSON.stringify = () => \'{"a": 2}\'; Array.prototype.map = null; return { a: 1 };';
    expect(await value(code)).toEqual({ a: 1 });
    expect(await value('return { polluted: {}.polluted ?? null };')).toEqual({ polluted: null });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('[A2] ends a script whose task is stopped', async () => {
    const stop = new AbortController();
    const running = run('for (;;) {}', { timeLimitMs: 60_000, signal: stop.signal });
    stop.abort();
    await expect(running).rejects.toMatchObject({ failure: { cause: 'cancelled' } });
  });

  it('says where the syntax of a script is wrong, without executing it', async () => {
    expect(await sandbox.fault('return 1')).toBeUndefined();
    expect(await sandbox.fault('for (;;) {}')).toBeUndefined();
    expect(await sandbox.fault('const a = 1;\nconst = 2;')).toMatch(/line 2/);
    expect(await sandbox.fault('}) ; (')).toMatch(/SyntaxError/);
  });
});
