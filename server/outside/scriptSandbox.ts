import { Worker } from 'node:worker_threads';
import { ExecutorFailure } from '../../engine/activity/executor.ts';
import type { ScriptCall, ScriptOutcome, ScriptSandbox, StopSignal } from '../../engine/activity/outside.ts';
import type { FailureCause } from '../../engine/model/failure.ts';
import { jsonSchema, type Json } from '../../engine/model/json.ts';
import { compileScriptEngine, type ScriptEngine } from './scriptEngine.ts';
import { scriptReportSchema, type ScriptReport, type ThreadData } from './scriptMessages.ts';

/** How much longer than its time a thread may take before it is ended: to start, and to give up by itself. */
const graceMs = 2_000;
const readingMs = 2_000;

type Failed = Extract<ScriptReport, { ended: 'failed' }>;

const causes: Readonly<Record<Failed['why'], FailureCause>> = {
  time: 'timeout',
  memory: 'data',
  output: 'data',
  pending: 'data',
  syntax: 'config',
  thrown: 'data',
};
const hints: Readonly<Record<Failed['why'], string>> = {
  time: 'Do less in the script, or give it more time: rows are for SQL.',
  memory: 'Do less in the script: rows are for SQL.',
  output: 'Return less: rows belong into a work table.',
  pending: 'There are no timers and no network in a script: await only what the script itself resolves.',
  syntax: 'Mend the script.',
  thrown: 'Mend the script, or what it reads; console.log writes to the journal.',
};

/** FNV-1a: the same text always gives the same number. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

const ended = (why: Failed['why'], message: string): Failed => ({ ended: 'failed', why, message, lines: [] });

const cancelled = (): ExecutorFailure =>
  new ExecutorFailure({ cause: 'cancelled', message: 'The script was ended because its task was.' });

interface Ordering extends ThreadData {
  readonly signal?: StopSignal | undefined;
}

/** Executes a script in a new thread, which is ended in any case. */
function inThread(program: string, { order, engine, signal }: Ordering): Promise<ScriptReport> {
  return new Promise<ScriptReport>((resolve, reject) => {
    const thread = new Worker(program, {
      workerData: { order, engine } satisfies ThreadData,
      env: {},
      stdin: false,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    });
    const stop = (): void => {
      settle(() => {
        reject(cancelled());
      });
    };
    const timer = setTimeout(() => {
      const message = `The script took longer than ${String(order.timeLimitMs)} ms.`;
      settle(() => {
        resolve(ended('time', message));
      });
    }, order.timeLimitMs + graceMs);
    const settle = (how: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      void thread.terminate();
      how();
    };
    signal?.addEventListener('abort', stop);
    thread.once('message', (report: unknown) => {
      settle(() => {
        resolve(scriptReportSchema.parse(report));
      });
    });
    // The engine gave up in a way that it has no words for.
    thread.once('error', (error) => {
      settle(() => {
        resolve(ended('memory', `The script could not be executed: ${error.message}`));
      });
    });
  });
}

/** A JSON text as a value; a name that would be a prototype somewhere is refused. */
function plainValue(json: string): Json {
  const parsed: unknown = JSON.parse(json, (name, value: unknown) => {
    if (name === '__proto__')
      throw new ExecutorFailure({ cause: 'data', message: 'The script returned a value named __proto__.' });
    return value;
  });
  return jsonSchema.parse(parsed);
}

/**
 * Executes scripts with QuickJS, a thread each: what a script does to its engine, however bad, ends there.
 * @param program the built `scriptThread.ts`.
 */
export function createScriptSandbox(program: string): ScriptSandbox {
  let compiled: Promise<ScriptEngine> | undefined;
  const engine = (): Promise<ScriptEngine> => (compiled ??= compileScriptEngine());
  const run = async ({ code, given, nowMs, seed, timeLimitMs, signal }: ScriptCall): Promise<ScriptOutcome> => {
    const begun = await engine();
    if (signal?.aborted) throw cancelled();
    const order = { code, given: JSON.stringify(given), nowMs, seed: seedOf(seed), timeLimitMs };
    const report = await inThread(program, { order, engine: begun, signal });
    if (report.ended === 'done') return { value: plainValue(report.json), lines: report.lines };
    const { why, message, lines } = report;
    const said = lines.length === 0 ? '' : ` It had written: ${lines.slice(-3).join(' / ')}`;
    throw new ExecutorFailure({ cause: causes[why], message: message + said, hint: hints[why] });
  };
  const fault = async (code: string): Promise<string | undefined> => {
    const report = await inThread(program, {
      order: { code, nowMs: 0, seed: 0, timeLimitMs: readingMs },
      engine: await engine(),
    });
    return report.ended === 'failed' ? report.message : undefined;
  };
  return { run, fault };
}
