import type { Json, Variables } from '../model/json.ts';

/** What tells that a task's work is no longer wanted; an AbortSignal is one. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener: (type: 'abort', listener: () => void) => void;
  removeEventListener: (type: 'abort', listener: () => void) => void;
}

/** A script with all that it sees; it has nothing else. */
export interface ScriptCall {
  readonly code: string;
  /** Names that the script may read, with their values. */
  readonly given: Variables;
  /** What its clock shows, all the time. */
  readonly nowMs: number;
  /** Makes `Math.random` give the same numbers to each attempt. */
  readonly seed: string;
  readonly timeLimitMs: number;
  readonly signal?: StopSignal;
}

/** What a script gave. */
export interface ScriptOutcome {
  readonly value: Json;
  /** What it wrote with `console.log`, at most so many lines as are of use. */
  readonly lines: readonly string[];
}

/** Executes scripts of definitions where they can reach nothing. */
export interface ScriptSandbox {
  /** @throws ExecutorFailure where the script fails, or takes more than it may. */
  run: (call: ScriptCall) => Promise<ScriptOutcome>;
  /** What is wrong with the syntax of a script; undefined where nothing is. */
  fault: (code: string) => Promise<string | undefined>;
}

/** A request to another system. */
export interface HttpCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** For whom the headers and the credential are meant, where that may be another than who is asked. */
  readonly origin?: string;
  /** The name under which the installation has a secret, and the header that carries it. */
  readonly credential?: { readonly name: string; readonly header: string };
  readonly timeLimitMs: number;
  readonly bytesAtMost: number;
  readonly signal?: StopSignal;
}

/** What was answered, whatever the status; a secret that it repeats is masked. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Where redirects led. */
  readonly url: string;
}

/** Reaches other systems by HTTP, where the installation allows it. */
export interface HttpClient {
  /** @throws ExecutorFailure where there is no answer, or it may not be asked for or is too large. */
  send: (call: HttpCall) => Promise<HttpAnswer>;
}

/** What parts the cells of a file. */
export type Delimiter = ',' | ';' | '\t' | '|';

/** A file of the configured folder that is read as CSV. */
export interface CsvReading {
  /** Below the configured folder, with `/` between its parts. */
  readonly path: string;
  readonly delimiter: Delimiter;
  readonly encoding: 'utf-8' | 'latin1';
  readonly signal?: StopSignal;
}

/** A row as it stands in a file; an empty cell without quotes is null. */
export interface CsvRow {
  /** The line on which it ends. */
  readonly line: number;
  readonly cells: readonly (string | null)[];
}

/** A file of the configured folder that is written as CSV. */
export interface CsvWriting {
  readonly path: string;
  readonly delimiter: Delimiter;
  readonly signal?: StopSignal;
  /** Tells the leftovers of former attempts from what others write. */
  readonly idempotencyKey: string;
}

/** The files that definitions may reach: those of one folder. */
export interface FileStore {
  /**
   * The rows of a file in batches, read as they are asked for.
   * @throws ExecutorFailure where there is no such file, it may not be reached or is no CSV.
   */
  readCsv: (reading: CsvReading) => AsyncIterable<readonly CsvRow[]>;
  /**
   * Writes a file whole or not at all: under its name there is the former file until the new one is complete.
   * @throws ExecutorFailure where it may not be written.
   */
  writeCsv: (writing: CsvWriting, batches: AsyncIterable<readonly CsvRow['cells'][]>) => Promise<void>;
}

/** A mail, ready to be sent: its addresses and its subject hold no line ends. */
export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** One file at most. */
  readonly attachment?: { readonly name: string; readonly base64: string };
  /** Whom it is from, where that is not whom the installation's mails are from. */
  readonly from?: string;
  /** Each attempt gives the same one: of it the Message-ID is made, where nothing says what it is once for. */
  readonly key: string;
  /** What it is for, where that is sent once whichever instance sends it: its workflow, its activity and a key of theirs. */
  readonly once?: string;
}

/** Sends mails, where the installation has a server for them. */
export interface Mailer {
  /** Without one, mails are kept. */
  readonly sends: boolean;
  /** @throws MailFailure where the mail was not taken: `data` where it never will be. */
  send: (mail: Mail) => Promise<void>;
}

/** What lies outside of the database and that kinds reach by the shell alone. */
export interface Outside {
  readonly scripts: ScriptSandbox;
  readonly http: HttpClient;
  readonly files: FileStore;
  readonly mail: Mailer;
  /** The address that people reach this installation by, without a slash at its end: what links in mails begin with. */
  readonly publicUrl: string;
}
