import { bundleProgram } from '../../build/bundle.mjs';
import { inRoot } from '../../build/paths.mjs';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import type { HttpClient, Outside, ScriptSandbox } from '../../engine/activity/outside.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createFileStore } from '../../server/outside/fileStore.ts';
import { createHttpClient } from '../../server/outside/httpClient.ts';
import { httpHosts } from '../../server/outside/httpHosts.ts';
import { createScriptSandbox } from '../../server/outside/scriptSandbox.ts';

let sandbox: Promise<ScriptSandbox> | undefined;

/** Scripts in threads, as a server executes them. */
export const sandboxForTests = (): Promise<ScriptSandbox> =>
  (sandbox ??= bundleProgram(inRoot('server', 'outside', 'scriptThread.ts')).then(createScriptSandbox));

/** HTTP on this machine alone. */
export const loopbackClient = (credentials: ReadonlyMap<string, string>): HttpClient =>
  createHttpClient({ hosts: httpHosts('127.0.0.1,localhost'), credentials });

/** What the example of the kind `http` finds at its address. */
const exampleOrders: HttpClient = {
  send: async ({ url }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    text: '{"orders": [{"id": 1, "article": "pen"}, {"id": 2, "article": "ink"}]}',
    url,
  }),
};

/** A folder of files that holds what the example of the kind `loadFile` reads. */
async function exampleFiles(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'signalbox-files-'));
  await writeFile(path.join(folder, 'orders.csv'), 'Id;Article\n1;"pen; blue"\n2;ink\nthree;paper\n');
  return folder;
}

/** Works with what is outside, as a server has it; its files are gone afterwards. */
export async function withOutside<Result>(work: (outside: Outside) => Promise<Result>): Promise<Result> {
  const folder = await exampleFiles();
  const scripts = await sandboxForTests();
  try {
    return await work({
      ...nothingOutside,
      scripts,
      http: exampleOrders,
      files: createFileStore(folder),
      mail: { sends: false, send: async () => undefined },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
