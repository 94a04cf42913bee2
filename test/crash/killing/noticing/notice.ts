// Loaded into the programs of a server that a test starts (node --import): they die where the test has ordered it, since
// from outside nobody can see a commit that takes less than a millisecond. Nothing that they do is changed.
import { appendFileSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import SqliteDatabase from 'better-sqlite3';
import pg from 'pg';
import { startKiller } from './killer.ts';
import { folderVariable, notesFile, orderFile, orderSchema, readyFile, slow, workerFile, type Order } from './order.ts';

type Call = (this: unknown, ...args: unknown[]) => unknown;
type Over = () => void;

const nothing: Over = () => undefined;
const folder = process.env[folderVariable] ?? '';
const program = { 'main.js': 'web', 'worker.js': 'worker' }[basename(process.argv[1] ?? '')];

/** The SQL of the workload; what web asks is what it writes. */
const ofWork = program === 'worker' ? /\b(tally|ledger|todo|collected)\b/ : /^\s*(insert|update)\b/i;

function placeOf(sql: string): Order['place'] | undefined {
  if (/^\s*commit\b/i.test(sql)) return 'commit';
  if (!ofWork.test(sql)) return undefined;
  return program === 'worker' && sql.includes(slow) ? 'slow statement' : 'statement';
}

function watchOrders(): (sql: string) => Over {
  const strike = startKiller();
  const orders = join(folder, orderFile);
  const notes = openSync(join(folder, notesFile), 'a');
  const seen = { id: '', times: 0 };
  return (sql) => {
    const place = placeOf(sql);
    if (!place || !existsSync(orders)) return nothing;
    const order = orderSchema.parse(JSON.parse(readFileSync(orders, 'utf8')));
    if (order.program !== program || order.place !== place) return nothing;
    if (seen.id !== order.id) Object.assign(seen, { id: order.id, times: 0 });
    if ((seen.times += 1) !== order.nth) return nothing;
    writeSync(notes, `begins ${order.id}\n`);
    strike(order.delayMicros);
    return () => void writeSync(notes, `over ${order.id}\n`);
  };
}

/** Replaces a method by one that does the same between two notices. */
function around(owner: Record<string, unknown>, method: string, replace: (original: Call) => Call): void {
  // Every method is a function.
  owner[method] = replace(owner[method] as Call);
}

function noticeSqlite(begins: (sql: string) => Over): void {
  const database = new SqliteDatabase(':memory:');
  const statement: object = Object.getPrototypeOf(database.prepare('SELECT 1'));
  database.close();
  for (const method of ['run', 'all', 'get'])
    // A prototype is read by the names of its methods here.
    around(
      statement as Record<string, unknown>,
      method,
      (original) =>
        function (...args) {
          // better-sqlite3 keeps the text there.
          const over = begins((this as { source: string }).source);
          const answer = original.apply(this, args);
          over();
          return answer;
        },
    );
}

const textOf = (query: unknown): string => {
  if (typeof query === 'string') return query;
  const text: unknown = typeof query === 'object' && query !== null && 'text' in query ? query.text : undefined;
  return typeof text === 'string' ? text : '';
};

function noticePostgres(begins: (sql: string) => Over): void {
  // As above.
  around(
    pg.Client.prototype as unknown as Record<string, unknown>,
    'query',
    (original) =>
      function (...args) {
        const over = begins(textOf(args[0]));
        if (over === nothing) return original.apply(this, args);
        const last = args.at(-1);
        if (typeof last === 'function')
          args[args.length - 1] = (...answer: unknown[]): void => {
            over();
            Reflect.apply(last, undefined, answer);
          };
        const answered = original.apply(this, args);
        if (answered instanceof Promise) answered.then(over, over);
        return answered;
      },
  );
}

/** Tells which process is the worker, and when it says that it is ready. */
function noticeReady(): void {
  writeFileSync(join(folder, workerFile), String(process.pid));
  // process.send exists: a worker is forked.
  around(
    process as unknown as Record<string, unknown>,
    'send',
    (original) =>
      function (...args) {
        const [message] = args;
        const isReady =
          typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
        if (isReady) appendFileSync(join(folder, readyFile), `${String(process.pid)}\n`);
        return original.apply(this, args);
      },
  );
}

if (isMainThread && program !== undefined && folder !== '') {
  const begins = watchOrders();
  noticeSqlite(begins);
  noticePostgres(begins);
  if (program === 'worker' && process.connected) noticeReady();
}
