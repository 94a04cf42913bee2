import { Worker } from 'node:worker_threads';

/** Places of the memory that both threads share. */
const armed = 0;
const spinning = 1;
const begun = 2;
const delayMicros = 3;

const attentionMs = 200;

/** A second thread can strike while the first one is in the midst of a call that does not return before it is done. */
const program = `
const { workerData: shared } = require('node:worker_threads');
Atomics.wait(shared, ${String(armed)}, 0);
Atomics.store(shared, ${String(spinning)}, 1);
while (Atomics.load(shared, ${String(begun)}) === 0);
const strikeAt = process.hrtime.bigint() + BigInt(shared[${String(delayMicros)}]) * 1000n;
while (process.hrtime.bigint() < strikeAt);
process.kill(process.pid, 'SIGKILL');
`;

/** Kills the process that it stands in; answers how it is told to. */
export function startKiller(): (afterMicros: number) => void {
  const shared = new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT));
  new Worker(program, { eval: true, workerData: shared }).unref();
  return (afterMicros) => {
    Atomics.store(shared, armed, 1);
    Atomics.notify(shared, armed);
    // It must look already when the call begins; a thread that has not yet started strikes a little later.
    const endMs = performance.now() + attentionMs;
    while (Atomics.load(shared, spinning) === 0 && performance.now() < endMs);
    Atomics.store(shared, delayMicros, afterMicros);
    Atomics.store(shared, begun, 1);
  };
}
