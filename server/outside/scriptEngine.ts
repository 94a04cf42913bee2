import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** What each of our programs types otherwise, or not at all. */
interface Webs {
  readonly WebAssembly: { readonly compile: (bytes: Uint8Array) => Promise<ScriptEngine> };
}

/** The engine of scripts as machine code, which any thread may begin from. */
export type ScriptEngine = object;

/** Compiles the engine: a thread that did that itself would spend more time on it than on most scripts. */
export async function compileScriptEngine(): Promise<ScriptEngine> {
  const file = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  // Node's types know WebAssembly's types alone; the function is there.
  const { WebAssembly } = globalThis as unknown as Webs;
  return WebAssembly.compile(await readFile(file));
}
