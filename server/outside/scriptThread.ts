// One script in a thread of its own: whatever it does to its engine ends with the thread.
import { parentPort, workerData } from 'node:worker_threads';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from 'quickjs-emscripten-core';
import type { ScriptOrder, ScriptReport, ThreadData } from './scriptMessages.ts';

const namelessError = 'Error: ';
const outOfMemory = 'The script took more than 64 MB of memory.';
/** 16 MB to begin with, 64 MB at most, in pages of 64 KB. */
const memoryPages = { initial: 256, maximum: 1_024 };
const stackBytes = 256 * 1024;
const outputChars = 1_000_000;
const linesAtMost = 100;
const lineChars = 1_000;

/** What each of our programs types otherwise, or not at all: `never` fits wherever a memory is wanted. */
interface Webs {
  readonly WebAssembly: { readonly Memory: new (pages: typeof memoryPages) => never };
}

type Failed = Extract<ScriptReport, { ended: 'failed' }>;

/** What a script finds before its first line: its values, a clock that stands still, and chance with a seed. */
const prelude = `(function (json, now, seed, log) {
  'use strict';
  const { parse, stringify } = JSON;
  const { apply } = Reflect;
  const given = parse(json);
  for (const name of Object.keys(given)) globalThis[name] = given[name];
  const Clock = Date;
  globalThis.Date = class Date extends Clock {
    constructor(...parts) {
      if (parts.length === 0) super(now);
      else super(...parts);
    }
    static now() {
      return now;
    }
  };
  delete globalThis.performance;
  let state = seed;
  Math.random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const shown = (value) => (typeof value === 'string' ? value : (stringify(value) ?? String(value)));
  globalThis.console = { log: (...values) => log(values.map(shown).join(' ')) };
  return (value) => (value === undefined ? 'null' : (apply(stringify, undefined, [value]) ?? 'null'));
})`;

class Script {
  readonly #order: ScriptOrder;
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #lines: string[] = [];
  readonly #endsAtMs: number;
  #isLate = false;

  constructor(runtime: QuickJSRuntime, order: ScriptOrder) {
    this.#order = order;
    this.#runtime = runtime;
    this.#endsAtMs = performance.now() + order.timeLimitMs;
    runtime.setMaxStackSize(stackBytes);
    runtime.setInterruptHandler(() => {
      this.#isLate ||= performance.now() > this.#endsAtMs;
      return this.#isLate;
    });
    this.#context = runtime.newContext();
  }

  report(): ScriptReport {
    const { code, given } = this.#order;
    // A line of its own at the end: the script may end with a remark.
    const whole = `(async function script() {'use strict';${code}\n})`;
    if (given === undefined) return this.#read(whole);
    const written = this.#begin(given);
    if ('ended' in written) return written;
    const made = this.#context.evalCode(`${whole}()`, 'script');
    if (made.error) return this.#failed(made.error, 'syntax');
    return this.#settled(made.value, written);
  }

  #read(whole: string): ScriptReport {
    const read = this.#context.evalCode(whole, 'script', { compileOnly: true });
    return read.error ? this.#failed(read.error, 'syntax') : { ended: 'done', json: 'null', lines: [] };
  }

  /** Answers what writes a value as JSON, whatever the script does to its surroundings. */
  #begin(given: string): QuickJSHandle | Failed {
    const context = this.#context;
    const made = context.evalCode(prelude, 'signalbox');
    if (made.error) return this.#failed(made.error, 'thrown');
    const log = context.newFunction('log', (text) => {
      if (this.#lines.length < linesAtMost) this.#lines.push(context.getString(text).slice(0, lineChars));
    });
    const { nowMs, seed } = this.#order;
    const values = [context.newString(given), context.newNumber(nowMs), context.newNumber(seed), log];
    const began = context.callFunction(made.value, context.undefined, ...values);
    return began.error ? this.#failed(began.error, 'thrown') : began.value;
  }

  #settled(promise: QuickJSHandle, write: QuickJSHandle): ScriptReport {
    const ran = this.#runtime.executePendingJobs();
    if (ran.error) return this.#failed(ran.error, 'thrown');
    const state = this.#context.getPromiseState(promise);
    if (state.type === 'pending') return this.#unsettled();
    if (state.type === 'rejected') return this.#failed(state.error, 'thrown');
    const written = this.#context.callFunction(write, this.#context.undefined, state.value);
    if (written.error) return this.#failed(written.error, 'thrown');
    const json = this.#context.getString(written.value);
    if (json.length > outputChars) return this.#end('output', 'The script returned more than 1 MB.');
    return { ended: 'done', json, lines: this.#lines };
  }

  /** Where there is no memory for a further job the engine drops it, and says nothing. */
  #unsettled(): Failed {
    if (this.#isLate) return this.#late();
    return isMemoryUsedUp()
      ? this.#end('memory', outOfMemory)
      : this.#end('pending', 'The script waits for something that never comes.');
  }

  #end(why: Failed['why'], message: string): Failed {
    return { ended: 'failed', why, message, lines: this.#lines };
  }

  #late(): Failed {
    return this.#end('time', `The script took longer than ${String(this.#order.timeLimitMs)} ms.`);
  }

  /** @param why what it is unless the engine itself gave up. */
  #failed(error: QuickJSHandle, why: Failed['why']): Failed {
    if (this.#isLate) return this.#late();
    const told = this.#told(error);
    // Where nothing is left, not even the error's own words can be read.
    if (told.includes('out of memory') || (told === namelessError && isMemoryUsedUp()))
      return this.#end('memory', outOfMemory);
    const isSyntax = why === 'syntax' && told.startsWith('SyntaxError');
    return this.#end(isSyntax ? 'syntax' : 'thrown', told.slice(0, 2_000));
  }

  /** The name, message and line of what was thrown, which may be anything. */
  #told(error: QuickJSHandle): string {
    const part = (name: string): string => {
      const value = this.#context.getProp(error, name);
      return this.#context.typeof(value) === 'string' ? this.#context.getString(value) : '';
    };
    if (this.#context.typeof(error) !== 'object') return `thrown: ${this.#context.getString(error)}`;
    const line = /script:(\d+)/.exec(part('stack'))?.[1];
    return `${part('name') || 'Error'}: ${part('message')}${line === undefined ? '' : ` (line ${line})`}`;
  }
}

// The engine's own limit counts allocations and not their sizes (its `malloc` cannot tell them): the memory itself has one.
// Node's types know WebAssembly's types alone; the constructor is there.
const { Memory } = (globalThis as unknown as Webs).WebAssembly;
const wasmMemory = new Memory(memoryPages);
const pageBytes = 65_536;
/** It grows in steps: one that is not to be had ends it before its limit. */
const usedUpShare = 0.75;
const isMemoryUsedUp = (): boolean =>
  // `never` is what the variant takes; what stands behind it has a buffer, as every WebAssembly memory.
  (wasmMemory as { readonly buffer: ArrayBuffer }).buffer.byteLength >= memoryPages.maximum * pageBytes * usedUpShare;
// Our own sandbox wrote it, by this type. No schema: to load what schemas are made of takes longer than most scripts.
const { order, engine } = workerData as ThreadData;
// `never`, as above: what it stands for is what our sandbox compiled.
const wasmModule = engine as never;
const module = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory, wasmModule }));
const script = new Script(module.newRuntime(), order);
// Nothing is disposed of: the thread ends, and with it all memory of the engine.
parentPort?.postMessage(script.report());
