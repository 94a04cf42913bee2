// What the house says while it prepares. It goes to stderr, so that stdout belongs to the program that is started.

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs something that may be silent for minutes and shows that it is still at work.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  say(`- ${what} ...`);
  const timer = setInterval(() => say(`  ... ${what}: ${seconds()} s so far`), 15_000);
  try {
    const result = await work();
    say(`  done in ${((Date.now() - began) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/**
 * A plain end: what is wrong and what to do, without a stack.
 * @param {string[]} lines
 * @returns {never}
 */
export function stop(...lines) {
  for (const line of lines) say(line);
  process.exit(1);
}
