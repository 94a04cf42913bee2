// npm run build: builds the server and the editor into dist/, whether they are stale or not.
import { requireNode } from './node.mjs';
import { install } from './install.mjs';
import { buildTargets, stopBuilding } from './targets.mjs';

requireNode();
await install();
await buildTargets({ force: true }).catch(stopBuilding);
