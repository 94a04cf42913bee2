// The layer rules of the house as a program. Each rule's comment is what a reader is told who breaks it.
//
//   engine <- definitions <- server <- editor (server/contract only) <- test
//   inside the engine: model <- time <- expression; model <- sql; these <- activity <- graph <- core <- ports <- runtime, memory;
//   machines knows none of them and only core knows machines; the files of engine/ itself are everybody's.

const tests = '\\.test\\.tsx?$';
const engineFiles = '^engine/(invariant|remember)\\.ts$';
const kindFolder = '^definitions/activities/([^/]+)/';

/** @typedef {import('dependency-cruiser').IForbiddenRuleType} Rule */

/**
 * @param {string} name
 * @param {string} comment
 * @param {object} from
 * @param {object} to
 * @returns {Rule}
 */
const forbid = (name, comment, from, to) => /** @type {Rule} */ ({ name, comment, severity: 'error', from, to });

/**
 * A room of the engine and the rooms that it may know. Tests beside a module keep to the same rooms.
 * @param {string} room @param {string[]} known
 */
const engineRoom = (room, known) =>
  forbid(
    `engine-${room}`,
    `engine/${room} may import ${known.length > 0 ? known.map((name) => `engine/${name}`).join(', ') : 'no other room of the engine'}.`,
    { path: `^engine/${room}/` },
    { path: '^engine/', pathNot: [engineFiles, ...[room, ...known].map((name) => `^engine/${name}/`)] },
  );

const decisions = ['model', 'expression', 'time', 'sql'];

const engineRooms = [
  engineRoom('model', []),
  forbid(
    'engine-machines',
    'A machine is a finite table of its own: of the other rooms it may know the names of statuses, as types.',
    { path: '^engine/machines/', pathNot: tests },
    { path: '^engine/', pathNot: [engineFiles, '^engine/machines/'], dependencyTypesNot: ['type-only'] },
  ),
  engineRoom('expression', ['model', 'time']),
  engineRoom('time', ['model']),
  engineRoom('sql', ['model']),
  engineRoom('activity', decisions),
  engineRoom('graph', [...decisions, 'activity']),
  engineRoom('core', [...decisions, 'activity', 'graph', 'machines']),
  engineRoom('ports', [...decisions, 'activity', 'graph', 'core']),
  engineRoom('runtime', [...decisions, 'activity', 'graph', 'core', 'ports']),
  engineRoom('memory', [...decisions, 'activity', 'graph', 'core', 'ports']),
  forbid('engine-files-stand-alone', 'What everyone may import imports nobody.', { path: engineFiles }, { path: '.' }),
];

const layers = [
  forbid(
    'engine-is-the-floor',
    'The engine imports nothing of definitions, server, editor or test.',
    { path: '^engine/', pathNot: tests },
    { path: '^(definitions|server|editor|test|bench|build)/' },
  ),
  forbid(
    'definitions-stand-on-the-engine',
    'Definitions import the engine, and nothing of server, editor or test.',
    { path: '^definitions/', pathNot: tests },
    { path: '^(server|editor|test|bench|build)/' },
  ),
  forbid(
    'server-knows-no-editor',
    'The server imports engine and definitions, and nothing of editor or test.',
    { path: '^server/', pathNot: tests },
    { path: '^(editor|test|bench|build)/' },
  ),
  forbid(
    'editor-knows-only-the-contract',
    'Of the server the editor imports server/contract only.',
    { path: '^editor/' },
    { path: '^(server/(?!contract/)|test/|bench/|build/)' },
  ),
  forbid(
    'contract-is-light',
    'server/contract is read by the editor: it imports engine/model, other contracts and packages for the browser.',
    { path: '^server/contract/', pathNot: tests },
    { path: '^(server/(?!contract/)|engine/(core|ports|runtime|memory)/|definitions/)' },
  ),
  forbid(
    'modules-test-themselves-at-home',
    'A test beside its module stays in its top-level folder and test/support; one that needs more lies in test/.',
    { path: '^(engine|definitions|server|editor)/.+' + tests },
    { path: '^test/(?!support/)' },
  ),
  forbid(
    'tests-are-not-imported',
    'Nothing that ships imports a test or what supports tests.',
    { path: '^(engine|definitions|server|editor)/', pathNot: tests },
    { path: `${tests}|^test/` },
  ),
];

const definitions = [
  forbid(
    'kinds-are-strangers',
    'An activity kind imports nothing of another kind.',
    { path: kindFolder },
    { path: '^definitions/activities/', pathNot: '^definitions/activities/$1/' },
  ),
  forbid(
    'kinds-know-contract-not-shell',
    'A kind knows the words, the contract of a kind, expressions, time and SQL rules; never core, ports or runtime.',
    { path: kindFolder, pathNot: tests },
    { path: '^engine/(core|ports|runtime|memory|machines)/' },
  ),
  forbid(
    'kinds-know-no-registry',
    'The registry is made of the kinds, not the other way round.',
    { path: '^definitions/(activities|forms)/', pathNot: tests },
    { path: '^definitions/registry/' },
  ),
  forbid(
    'kind-file-is-pure',
    'A *.kind.ts is read by engine, server and editor: it imports neither executors, forms, React nor Node.',
    { path: '\\.kind\\.ts$' },
    {
      path: [
        '\\.executor\\.ts$',
        '\\.form\\.tsx$',
        '^definitions/forms/',
        'node_modules/(react|@mantine|knex|express)',
      ],
    },
  ),
  forbid(
    'kind-file-without-node',
    'A *.kind.ts is pure: no module of Node.',
    { path: '\\.kind\\.ts$' },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'forms-know-no-kind',
    'The controls of derived forms know no kind.',
    { path: '^definitions/forms/' },
    { path: '^definitions/(activities|packages)/' },
  ),
];

const reach = [
  forbid(
    'editor-never-reaches-an-executor',
    'Nothing in the browser leads to an executor, by whatever way.',
    { path: '^(editor|definitions/forms)/|\\.form\\.tsx$', pathNot: tests },
    { path: '\\.executor\\.ts$', reachable: true },
  ),
  forbid(
    'server-never-reaches-a-form',
    'Nothing in the server leads to a form, by whatever way.',
    { path: '^server/|\\.executor\\.ts$', pathNot: tests },
    { path: '\\.form\\.tsx$|^definitions/forms/', reachable: true },
  ),
  forbid(
    'pure-without-node',
    'Engine and document import no module of Node.',
    { path: '^(engine|editor/document)/', pathNot: tests },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'editor-without-node',
    'The editor runs in a browser: no module of Node.',
    { path: '^(editor|definitions/forms|server/contract)/|\\.form\\.tsx$', pathNot: tests },
    { dependencyTypes: ['core'] },
  ),
];

const packages = [
  forbid(
    'react-flow-in-the-canvas',
    "React Flow's nodes are a view of the definition: @xyflow/react only in editor/canvas.",
    { path: '.', pathNot: '^editor/canvas/' },
    { path: '(^|node_modules/)@xyflow/' },
  ),
  forbid(
    'socket-io-in-the-stream',
    'socket.io only in server/stream.',
    { path: '.', pathNot: ['^server/stream/', '^test/', '^node_modules/', '^build/'] },
    { path: '(^|node_modules/)socket\\.io/' },
  ),
  forbid(
    'socket-io-client-in-live',
    'socket.io-client only in editor/live (and in tests, the bench and the command line, which watch too).',
    { path: '.', pathNot: ['^editor/live/', '^test/', '^bench/', '^server/cli/', '^node_modules/'] },
    { path: '(^|node_modules/)socket\\.io-client/' },
  ),
  forbid(
    'knex-near-the-database',
    "knex and pg only in server/database, server/stores, packages' tables and demo data, and where all is put together.",
    {
      path: '^(engine|definitions|server|editor)/',
      pathNot: [
        '^server/(database|stores)/',
        '^server/(main|worker)\\.ts$',
        '^definitions/packages/([^/]+/(tables|demo)/|demoData/|(columns|dialect|shippedPackage)\\.ts$)',
        tests,
      ],
    },
    { path: '(^|node_modules/)(knex|pg|better-sqlite3|@types/(pg|better-sqlite3))/' },
  ),
  forbid(
    'xstate-holds-life-cycles',
    'xstate only in engine/machines, editor/document and editor/live.',
    { path: '^(engine|definitions|server|editor)/', pathNot: ['^engine/machines/', '^editor/(document|live)/'] },
    { path: '(^|node_modules/)xstate/' },
  ),
  forbid(
    'express-in-http',
    'express only in server/http (and the composition root).',
    { path: '^(engine|definitions|server|editor)/', pathNot: ['^server/(http|stream)/', '^server/main\\.ts$', tests] },
    { path: '(^|node_modules/)(@types/)?(express|express-serve-static-core)/' },
  ),
];

const order = [
  forbid('no-cycles', 'Modules that need each other are one module, or want a third.', {}, { circular: true }),
  forbid(
    'no-barrels-no-drawers',
    'Name a file after what it exports: no index, utils, helpers, common, misc, manager.',
    { path: '.' },
    {
      path: ['/(index|common|misc)\\.tsx?$', '([Uu]til|[Uu]tils|[Hh]elper|[Hh]elpers|[Mm]anager)\\.tsx?$'],
      pathNot: '^node_modules/',
    },
  ),
  forbid('resolves', 'The import leads to a file or an installed package.', {}, { couldNotResolve: true }),
  forbid(
    'declared',
    'A package that is imported stands in package.json.',
    { path: '^(engine|definitions|server|editor|test|bench|build)/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [...engineRooms, ...layers, ...definitions, ...reach, ...packages, ...order],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|coverage)/|\\?raw$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'types', 'node', 'default'],
      exportsFields: ['exports'],
    },
    combinedDependencies: false,
  },
};
