import { createRequire } from 'node:module';
import path from 'node:path';
import express from 'express';
import type { Express } from 'express';

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Signalbox API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

/** A file of its own: the page may run no script that stands in it. */
const start = `SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#swagger-ui', deepLinking: true, tryItOutEnabled: true });
`;

/** The OpenAPI document to read and to try out, with every file served by us. */
export function serveDocs(app: Express): void {
  const folder = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  app.get('/api/docs', (_request, response) => {
    response.type('html').send(page);
  });
  app.get('/api/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start);
  });
  app.use('/api/docs', express.static(folder, { index: false, maxAge: '1d' }));
}
