/** One line that is written over as work goes on; in a file or pipe, a line a change. */
export function showProgress(out: NodeJS.WriteStream): { show: (text: string) => void; end: () => void } {
  const shown = { last: '' };
  const write = (text: string): void => {
    if (out.isTTY) out.write(`\r${text.padEnd(shown.last.length)}`);
    else out.write(`${text}\n`);
  };
  return {
    show: (text) => {
      if (text === shown.last) return;
      write(text);
      shown.last = text;
    },
    end: () => {
      if (out.isTTY && shown.last !== '') out.write('\n');
    },
  };
}
