import path from 'node:path';
import express from 'express';
import type { Express } from 'express';
import { serveCompressed } from './compressedFiles.ts';

/** Serves the built editor; every other address is a page of it, which it finds itself. */
export function serveEditor(app: Express, folder: string): void {
  // The build puts a hash of their content into the names of these files, so they may be kept for ever.
  app.use('/assets', serveCompressed(path.join(folder, 'assets')));
  app.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '365d', fallthrough: false }),
  );
  app.use(express.static(folder, { index: false, cacheControl: false }));
  app.get('/{*page}', (request, response, next) => {
    if (request.accepts(['html', 'json']) !== 'html') {
      next();
      return;
    }
    response.set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: folder }, (error: unknown) => {
      if (error) next();
    });
  });
}
