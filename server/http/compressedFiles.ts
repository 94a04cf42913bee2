import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const compressible = /^[\w.-]+\.(js|css|svg|json|map)$/;

const compressors = {
  br: (content: Buffer) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: (content: Buffer) => promisify(gzip)(content),
} as const;
type Encoding = keyof typeof compressors;

/** The smaller one, whatever order a browser names them in. */
const preferred: readonly Encoding[] = ['br', 'gzip'];

/**
 * Serves the files of a folder compressed, each compressed once: their names change with their content. What is not
 * there, or cannot be compressed, is left to the next handler.
 */
export function serveCompressed(folder: string): RequestHandler {
  const kept = new Map<string, Promise<Buffer | undefined>>();
  const compressed = (name: string, encoding: Encoding): Promise<Buffer | undefined> => {
    const key = `${encoding} ${name}`;
    const known = kept.get(key);
    if (known) return known;
    const made = readFile(path.join(folder, name)).then(compressors[encoding], () => undefined);
    kept.set(key, made);
    return made;
  };
  return async (request, response, next) => {
    const name = request.path.slice(1);
    const encoding = preferred.find((each) => request.acceptsEncodings(each) === each);
    const content = encoding && compressible.test(name) ? await compressed(name, encoding) : undefined;
    if (encoding === undefined || content === undefined) {
      next();
      return;
    }
    response.set({ 'Content-Encoding': encoding, Vary: 'Accept-Encoding' });
    response.set('Cache-Control', 'public, max-age=31536000, immutable');
    response.type(path.extname(name)).send(content);
  };
}
