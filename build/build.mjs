// npm run build: builds the server and the editor into dist/; with --stale only what has changed since.
import { requireNode } from './node.mjs';
import { install } from './install.mjs';
import { buildTargets, stopBuilding } from './targets.mjs';

requireNode();
await install();
await buildTargets({ force: !process.argv.includes('--stale') }).catch(stopBuilding);
