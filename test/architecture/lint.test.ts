import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

/** What style.md forbids: where, the code, and the rule that must speak. */
const refused: readonly (readonly [why: string, file: string, code: string, rule: string])[] = [
  ['any', 'engine/core/a.ts', 'export const a = (b: any) => b;', '@typescript-eslint/no-explicit-any'],
  ['an assertion without its reason', 'engine/core/a.ts', 'export const a = b as string;', 'house/explained-assertion'],
  ['the clock in the core', 'engine/core/a.ts', 'export const a = Date.now();', 'no-restricted-syntax'],
  [
    'the present in a kind',
    'definitions/activities/b/b.kind.ts',
    'export const a = new Date();',
    'no-restricted-syntax',
  ],
  ['chance in the document', 'editor/document/a.ts', 'export const a = Math.random();', 'no-restricted-syntax'],
  ['state of a module', 'server/http/a.ts', 'let a = 1; a += 1;', 'no-restricted-syntax'],
  ['exported state of a module', 'editor/ui/a.ts', 'export let a = 1;', 'no-restricted-syntax'],
  ['an untyped error', 'server/stores/a.ts', "throw new Error('no');", 'no-restricted-syntax'],
  ['a default export', 'editor/ui/a.ts', 'export default 1;', 'no-restricted-syntax'],
  ['a barrel', 'engine/core/a.ts', "export * from './b.ts';", 'no-restricted-syntax'],
  ['a mocked module', 'server/http/a.test.ts', "vi.mock('./b.ts');", 'no-restricted-syntax'],
  ['a machine outside its rooms', 'server/operations/a.ts', 'createMachine({});', 'no-restricted-syntax'],
  ['a machine that acts', 'engine/machines/a.ts', 'setup({}).createMachine({ invoke: {} });', 'no-restricted-syntax'],
  ['transport in a use case', 'server/operations/a.ts', 'export const a = (req: B) => req;', 'no-restricted-syntax'],
  ['unparsed text inside', 'engine/core/a.ts', 'export const a: B = JSON.parse(c);', 'no-restricted-syntax'],
  ['a public face without a word', 'engine/core/a.ts', 'export function a() { return 1; }', 'jsdoc/require-jsdoc'],
  ['what is left to do', 'server/http/a.ts', '// TODO later', 'no-warning-comments'],
  ['a long file', 'server/http/a.ts', '// a line\n'.repeat(251), 'max-lines'],
  ['a long function', 'server/http/a.ts', `function a() {${'\nb();'.repeat(41)} }`, 'max-lines-per-function'],
  [
    'many parameters',
    'server/http/a.ts',
    'export const a = (b: 1, c: 1, d: 1, e: 1, f: 1) => [b, c, d, e, f];',
    'max-params',
  ],
  [
    'a conditional hook',
    'editor/ui/A.tsx',
    'export function A() { if (b) useState(1); return null; }',
    'react-hooks/rules-of-hooks',
  ],
];

const accepted: readonly (readonly [what: string, file: string, code: string])[] = [
  ['an assertion with its reason', 'engine/core/a.ts', '// parsed above\nexport const a = b as string;'],
  ['a constant assertion', 'engine/core/a.ts', "export const a = ['b'] as const;"],
  ['the clock in the server', 'server/main.ts', 'export const a = Date.now();'],
  ['a machine in its room', 'editor/live/a.ts', 'export const a = createMachine({ invoke: {} });'],
  ['an instant that is given', 'engine/time/a.ts', '/** A day. */\nexport const a = (b: number) => new Date(b);'],
  ['transport in a route', 'server/http/a.ts', 'export const a = (req: B) => req;'],
];

/** The house's rules without those that need a compiled program: the code here is in no file. */
const eslint = new ESLint({ overrideConfig: [{ files: ['**/*.{ts,tsx}'], ...tseslint.configs.disableTypeChecked }] });

async function rulesAgainst(file: string, code: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return result?.messages.map(({ ruleId }) => ruleId) ?? [];
}

describe('the linter', () => {
  it.each(refused)('refuses %s in %s', async (_why, file, code, rule) => {
    expect(await rulesAgainst(file, code)).toContain(rule);
  });

  it.each(accepted)('accepts %s in %s', async (_what, file, code) => {
    expect((await rulesAgainst(file, code)).filter((rule) => rule !== '@typescript-eslint/no-unused-vars')).toEqual([]);
  });

  it('refuses a switch that forgets a case', async () => {
    const configuration: unknown = await new ESLint().calculateConfigForFile('engine/core/a.ts');
    expect(configuration).toHaveProperty(['rules', '@typescript-eslint/switch-exhaustiveness-check', 0], 2);
  });
});
