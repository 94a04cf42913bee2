// npm start: installs what is missing, builds what is stale, then becomes the server. The arguments are the server's own
// (npm start -- --port 8080 --data ./data --no-demo); signals reach it directly, since it runs in this very process.
import { pathToFileURL } from 'node:url';
import { requireNode } from './node.mjs';
import { install } from './install.mjs';
import { inRoot } from './paths.mjs';
import { buildTargets, stopBuilding } from './targets.mjs';

requireNode();
await install();
await buildTargets().catch(stopBuilding);
const main = inRoot('dist', 'server', 'main.js');
process.argv[1] = main;
await import(pathToFileURL(main).href);
