import jsdoc from 'eslint-plugin-jsdoc';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { house } from './build/lint/house.mjs';

/** What style.md forbids by the shape of the code: a selector and the sentence that says what to do instead. */
const bans = {
  topLevelLet: [
    {
      selector: ':matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind="let"]',
      message: 'No state of a module: pass it as an argument or keep it in what a factory returns.',
    },
  ],
  plainError: [
    {
      selector: 'ThrowStatement > NewExpression[callee.name="Error"]',
      message: 'Throw a typed error, return a Problem or Rejection, or use invariant().',
    },
  ],
  defaultExport: [{ selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
  barrels: [
    { selector: 'ExportAllDeclaration', message: 'No barrels: import from where it is.' },
    { selector: 'ExportNamedDeclaration[source]', message: 'No barrels: import from where it is.' },
  ],
  mocks: [
    {
      selector: 'CallExpression[callee.object.name="vi"][callee.property.name=/^(mock|doMock|hoisted)$/]',
      message: 'Ports are passed as arguments, so nothing needs a mocked module.',
    },
  ],
  chance: [
    {
      selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
      message: 'The core has no clock: the instant is an argument.',
    },
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'The instant is an argument.' },
    { selector: 'CallExpression[callee.name="Date"]', message: 'The instant is an argument.' },
    {
      selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
      message: 'The core has no chance: ids and seeds are arguments.',
    },
  ],
  machines: [
    {
      selector: 'CallExpression:matches([callee.name="createMachine"], [callee.property.name="createMachine"])',
      message: 'Machines live in engine/machines, editor/document and editor/live; a graph is interpreted as data.',
    },
  ],
  busyMachines: [
    {
      selector:
        'CallExpression:matches([callee.name="createMachine"], [callee.property.name="createMachine"]) ' +
        'Property[key.name=/^(invoke|spawn|after|context)$/]',
      message: 'The machines of the engine are finite tables: no invoke, spawn, after or context.',
    },
  ],
  transport: [
    {
      selector: 'Identifier[name=/^(req|res|socket)$/]',
      message: 'Transport belongs in server/http and server/stream.',
    },
  ],
  json: [
    {
      selector: 'CallExpression[callee.object.name="JSON"][callee.property.name="parse"]',
      message: 'Text is parsed once, at the edge, by a schema; inside, values are already parsed.',
    },
  ],
};

const everywhere = [...bans.topLevelLet, ...bans.plainError, ...bans.defaultExport, ...bans.barrels, ...bans.mocks];

/**
 * @param {...{ selector: string, message: string }[]} lists
 * @returns {import('eslint').Linter.RulesRecord}
 */
const banned = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });

const source = [
  'engine/**/*.ts',
  'definitions/**/*.{ts,tsx}',
  'server/**/*.ts',
  'editor/**/*.{ts,tsx}',
  'bench/**/*.ts',
];
const tests = ['test/**/*.{ts,tsx}', '**/*.test.{ts,tsx}'];

export default defineConfig(
  {
    ignores: ['node_modules', 'dist', 'data', 'coverage', 'definitions/registry/*.generated.ts'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.json'], tsconfigRootDir: import.meta.dirname } },
    plugins: { house },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // `return note(...)` ends a branch and says what it does in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // A type parameter that stands once may still carry what a caller writes out (`createStep<Status, Event>`).
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // Environment and index signatures are read as `env['NAME']`: the brackets say that it may be absent.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      // Records keyed by id are copied and cut in one place; a Map would not survive JSON.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // Declared records and types read alike; which of the two is no question worth a rule.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Ports are asynchronous by contract; an adapter in memory has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // `a || b` for texts and numbers means "when empty" as often as "when absent".
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true, number: true, boolean: true } },
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: source,
    ignores: tests,
    rules: {
      'house/explained-assertion': 'error',
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 4],
      // A complete switch over one tag is one decision, however many members the union has.
      complexity: ['error', { max: 10, variant: 'modified' }],
      ...banned(everywhere),
    },
  },
  // Markup is long and full of `?.` and `&&` that decide nothing but whether something is shown.
  {
    files: ['**/*.tsx'],
    rules: {
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      complexity: ['error', { max: 15, variant: 'modified' }],
    },
  },

  // A migration is one list of statements; cutting it up would only hide its order.
  {
    files: ['server/database/migrations/**/*.ts', 'definitions/packages/*/tables/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', 150] },
  },

  // Demo data is a list of situations, and reads best whole.
  {
    files: ['definitions/packages/*/demo/**/*.ts', 'definitions/packages/demoData/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', 150], complexity: ['error', { max: 15, variant: 'modified' }] },
  },

  // --- rooms. `no-restricted-syntax` does not add up: each room names its whole list. ---
  {
    files: ['engine/**/*.ts', 'definitions/activities/*/*.kind.ts', 'editor/document/**/*.ts'],
    ignores: tests,
    rules: banned(everywhere, bans.chance, bans.machines, bans.json),
  },
  {
    files: ['engine/machines/**/*.ts'],
    ignores: tests,
    rules: banned(everywhere, bans.chance, bans.busyMachines, bans.json),
  },
  { files: ['editor/document/**/*.ts'], ignores: tests, rules: banned(everywhere, bans.chance, bans.json) },
  { files: ['engine/invariant.ts'], rules: banned(bans.topLevelLet, bans.defaultExport, bans.barrels) },
  {
    files: ['editor/**/*.{ts,tsx}'],
    ignores: ['editor/document/**', 'editor/live/**', ...tests],
    rules: banned(everywhere, bans.machines),
  },
  { files: ['server/**/*.ts'], ignores: tests, rules: banned(everywhere, bans.machines) },
  {
    files: ['server/{operations,access,notices,executors}/**/*.ts'],
    ignores: tests,
    rules: banned(everywhere, bans.machines, bans.transport, bans.json),
  },

  // --- documentation of the public faces ---
  {
    files: ['engine/**/*.ts', 'server/contract/**/*.ts', 'definitions/forms/**/*.{ts,tsx}'],
    ignores: tests,
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: { esm: true, cjs: false, window: false },
          require: {
            FunctionDeclaration: true,
            ClassDeclaration: true,
            ArrowFunctionExpression: true,
            FunctionExpression: true,
          },
          contexts: ['ExportNamedDeclaration > TSInterfaceDeclaration'],
          checkConstructors: false,
          enableFixer: false,
        },
      ],
    },
  },

  // --- React ---
  { files: ['**/*.tsx', 'editor/**/*.ts'], extends: [reactHooks.configs.flat['recommended-latest']] },

  // --- tests ---
  {
    files: tests,
    rules: {
      ...banned(bans.mocks, bans.defaultExport),
      // An assertion is the test's own reason, and a fixture that is not there fails the test as it should.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'no-console': 'off',
    },
  },
  {
    files: ['bench/**/*.ts', 'server/cli/**/*.ts', 'server/main.ts', 'definitions/registry/generate.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },

  // --- the house's own programs ---
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: globals.node, ecmaVersion: 2023, sourceType: 'module' },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': 'error',
      eqeqeq: 'error',
      complexity: ['error', 10],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
    },
  },
  { files: ['build/**/*.mjs'], rules: { 'max-lines': ['error', 250] } },
);
