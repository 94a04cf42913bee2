interface File {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** Hands a text to the browser, which keeps it as a file. */
export function saveFile({ name, type, text }: File): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
