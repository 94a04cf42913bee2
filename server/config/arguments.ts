/** What the command line says. */
export interface Arguments {
  readonly given: Readonly<Record<string, unknown>>;
  readonly action: 'run' | 'printConfig' | 'help';
  readonly problems: readonly string[];
}

const withValue: ReadonlySet<string> = new Set(['port', 'data', 'host']);
const switches: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  'no-demo': { demo: false },
  demo: { demo: true },
};
const actions: Readonly<Record<string, Arguments['action']>> = {
  'print-config': 'printConfig',
  help: 'help',
  h: 'help',
};

interface Reading {
  given: Record<string, unknown>;
  action: Arguments['action'];
  problems: string[];
}

/** Reads one argument; answers how many words it took. */
function readOne(argv: readonly string[], at: number, reading: Reading): number {
  const word = argv[at] ?? '';
  const [name = '', inline] = word.replace(/^--?/, '').split(/=(.*)/s);
  if (!word.startsWith('-')) reading.problems.push(`"${word}" is no option: see --help`);
  else if (actions[name]) reading.action = actions[name];
  else if (switches[name]) Object.assign(reading.given, switches[name]);
  else if (withValue.has(name)) return readValue(reading, name, { inline, next: argv[at + 1] });
  else reading.problems.push(`there is no option ${word}: see --help`);
  return 1;
}

function readValue(
  reading: Reading,
  name: string,
  { inline, next }: { inline: string | undefined; next: string | undefined },
): number {
  const value = inline ?? next;
  if (value === undefined || value === '' || (inline === undefined && value.startsWith('--'))) {
    reading.problems.push(`--${name} wants a value`);
    return 1;
  }
  reading.given[name] = value;
  return inline === undefined ? 2 : 1;
}

/** Reads `--port 8080`, `--port=8080`, `--no-demo` and the like. */
export function readArguments(argv: readonly string[]): Arguments {
  const reading: Reading = { given: {}, action: 'run', problems: [] };
  for (let at = 0; at < argv.length;) at += readOne(argv, at, reading);
  return reading;
}
