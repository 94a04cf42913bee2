import { stop } from './say.mjs';

/** Says plainly that Node is too old, before something fails obscurely. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`Signalbox needs Node 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org/en/download.`);
}
