import { z } from 'zod';
import { readArguments } from './arguments.ts';
import { parseInstant } from '../../engine/activity/instant.ts';

const wholeNumber = (least: number, most: number, otherwise: number) =>
  z.coerce
    .number(`a whole number from ${least} to ${most}`)
    .int(`a whole number from ${least} to ${most}`)
    .min(least)
    .max(most)
    .default(otherwise);
const yesOrNo = z.union([z.boolean(), z.stringbool()]);
const secret = z.string().min(1);
const instantMs = z.string().transform((text, context) => {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: 'custom', message: 'an instant reads 2026-01-31T04:00:00.000Z' });
  return z.NEVER;
});

/** Everything that can be set, with its default. In the environment: `SIGNALBOX_` and the name in capitals. */
export const configSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('The address to listen on; 0.0.0.0 lets other machines in.'),
  port: wholeNumber(0, 65_535, 8080).describe('The port to listen on; 0 takes a free one.'),
  data: z.string().min(1).default('./data').describe('The folder of the databases.'),
  demo: yesOrNo.default(true).describe('Whether a first start fills the packages with demo data.'),
  demoScale: z.coerce
    .number()
    .min(0.001)
    .max(10)
    .default(1)
    .describe('How much demo data: 0.1 is a tenth, every situation all the same.'),
  adminPassword: secret
    .optional()
    .describe('The password of the operator admin at the first start; else one is generated.'),
  now: instantMs.optional().describe('A clock that stands still at this instant, for trials and tests.'),
  logLevel: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('What is logged.'),
  publicUrl: z
    .url()
    .optional()
    .describe('The address that people use, where a proxy changes it; links in mails begin with it.'),
  proxies: wholeNumber(0, 10, 0).describe(
    'How many proxies stand before the server: their X-Forwarded-* headers count.',
  ),
  concurrency: wholeNumber(1, 1_000, 10).describe(
    'How many tasks are performed outside of the database (HTTP, mail, scripts) at the same time.',
  ),
  workRows: wholeNumber(0, 1_000_000_000_000, 10_000_000).describe(
    'How many rows an instance may keep in work tables at a time; then it pauses. 0: as many as there are.',
  ),
  signInAttempts: wholeNumber(1, 10_000, 20).describe('Failed attempts to sign in from one address in five minutes.'),
  files: z
    .string()
    .default('')
    .describe('The folder of the files that workflows read and write; empty: files in the data folder.'),
  httpHosts: z
    .string()
    .default('')
    .describe('Hosts that workflows may ask by HTTP: api.example.com,*.shop.example; empty: all but this machine.'),
  smtpUrl: z
    .union(
      [z.literal(''), z.url({ protocol: /^smtps?$/ })],
      'an address reads smtp://user:password@host:587 or smtps://host',
    )
    .default('')
    .describe('The server that mails are given to: smtps://user:password@host; empty: they are kept in the outbox.'),
  mailFrom: z.string().default('signalbox@localhost').describe('Whom mails are from.'),
  databaseUrl: z
    .union(
      [z.literal(''), z.url({ protocol: /^postgres(ql)?$/ })],
      'an address reads postgres://user:password@host/database',
    )
    .default('')
    .describe('A PostgreSQL database; empty: SQLite in the data folder.'),
});
export type Config = z.infer<typeof configSchema>;
type Name = keyof Config;

// The keys of a strict object's shape are exactly the names of its type.
const names = Object.keys(configSchema.shape) as Name[];
const secrets: ReadonlySet<Name> = new Set<Name>(['adminPassword', 'databaseUrl', 'smtpUrl']);

/** `SIGNALBOX_ADMIN_PASSWORD` for `adminPassword`. */
export const variableOf = (name: string): string =>
  name === 'databaseUrl'
    ? 'DATABASE_URL'
    : `SIGNALBOX_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** Secrets that workflows name, and that stay in the environment: they are in no file and shown by nothing. */
const credentialPrefix = 'SIGNALBOX_CREDENTIAL_';

/** The secrets of `http` activities, by their names in small letters. */
export function credentialsIn(env: Surroundings['env']): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(env).flatMap(([variable, value]): [string, string][] =>
      variable.startsWith(credentialPrefix) && value !== undefined && value !== ''
        ? [[variable.slice(credentialPrefix.length).toLowerCase(), value]]
        : [],
    ),
  );
}

/** What a program is started with. */
export interface Surroundings {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file; undefined where there is none. */
  readonly readFile: (file: string) => string | undefined;
}

export type Loaded =
  | { readonly ok: true; readonly config: Config; readonly action: 'run' | 'printConfig' | 'help' }
  | { readonly ok: false; readonly problems: readonly string[] };

const fileName = 'signalbox.config.json';

type Given = Record<string, unknown>;
interface Source {
  readonly given: Given;
  readonly problems: readonly string[];
  /** How a setting is called there. */
  readonly nameOf: (name: string) => string;
}

function fromFile(readFile: Surroundings['readFile']): Source {
  const nameOf = (name: string): string => `"${name}" in ${fileName}`;
  const text = readFile(fileName);
  if (text === undefined) return { given: {}, problems: [], nameOf };
  try {
    return { given: z.record(z.string(), z.unknown()).parse(JSON.parse(text)), problems: [], nameOf };
  } catch {
    return { given: {}, problems: [`${fileName} is no JSON object`], nameOf };
  }
}

function fromEnvironment(env: Surroundings['env']): Source {
  const known = new Map(names.map((name) => [variableOf(name), name]));
  const set = Object.entries(env).filter(([, value]) => value !== undefined && value !== '');
  const strange = set.filter(
    ([variable]) => variable.startsWith('SIGNALBOX_') && !known.has(variable) && !variable.startsWith(credentialPrefix),
  );
  return {
    given: Object.fromEntries<unknown>(
      set.flatMap(([variable, value]): [string, unknown][] => {
        const name = known.get(variable);
        return name === undefined ? [] : [[name, value]];
      }),
    ),
    problems: strange.map(([variable]) => `${variable} is no setting; there are ${[...known.keys()].join(', ')}`),
    nameOf: variableOf,
  };
}

/**
 * What is in force: arguments go before the environment, the environment before the file, the file before the defaults;
 * all problems are told at once.
 */
export function loadConfig({ argv, env, readFile }: Surroundings): Loaded {
  const written = readArguments(argv);
  const byArgument: Source = { given: written.given, problems: written.problems, nameOf: (name) => `--${name}` };
  const sources = [byArgument, fromEnvironment(env), fromFile(readFile)];
  const given = sources.reduceRight<Given>((all, source) => ({ ...all, ...source.given }), {});
  const parsed = configSchema.safeParse(given);
  const problems = [
    ...sources.flatMap((source) => source.problems),
    ...(parsed.error?.issues ?? []).map((issue) => {
      const name = String(issue.path[0] ?? '');
      const source = sources.find((each) => name in each.given);
      return `${name === '' ? fileName : (source ?? byArgument).nameOf(name)}: ${issue.message}`;
    }),
  ];
  if (problems.length > 0 || !parsed.success) return { ok: false, problems };
  return { ok: true, config: parsed.data, action: written.action };
}

/** What is in force, one setting a line, secrets masked. */
export function printConfig(config: Config): string {
  return names
    .map((name) => {
      const value = config[name];
      const shown = value === undefined || value === '' ? '' : secrets.has(name) ? '********' : String(value);
      return `${variableOf(name)}=${shown}`;
    })
    .join('\n');
}

/** How the program is called, and what can be set. */
export function helpText(): string {
  const settings = names.map(
    (name) => `  ${variableOf(name).padEnd(28)} ${configSchema.shape[name].description ?? ''}`,
  );
  return [
    'npm start -- [--port N] [--data DIR] [--host ADDRESS] [--no-demo] [--print-config] [--help]',
    '',
    `Settings: environment variables, or ${fileName} with the names in small letters (adminPassword):`,
    ...settings,
    `  ${`${credentialPrefix}<NAME>`.padEnd(28)} a secret that http activities name; in the environment alone`,
  ].join('\n');
}
