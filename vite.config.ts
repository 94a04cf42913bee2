import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;
// Where a Signalbox runs while its editor is worked on.
const server = process.env['DEV_SERVER'] ?? 'http://localhost:8080';

export default defineConfig({
  root: path.join(root, 'editor'),
  cacheDir: path.join(root, 'node_modules/.cache/vite'),
  plugins: [react()],
  build: {
    outDir: path.join(root, 'dist/editor'),
    emptyOutDir: true,
    sourcemap: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2500,
  },
  server: {
    proxy: {
      '/api': server,
      '/live': { target: server, ws: true },
    },
  },
});
