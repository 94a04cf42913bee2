// npm run static: every static check; npm run static -- NAME...: only these. The tests themselves are npm test's.
import { requireNode } from './node.mjs';
import { install } from './install.mjs';
import { checkNames, runChecks } from './checks.mjs';
import { say } from './say.mjs';

requireNode();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checkNames.includes(name));
if (unknown.length > 0) {
  say(`No such check: ${unknown.join(', ')}. There are: ${checkNames.join(', ')}.`);
  process.exit(2);
}
await install();
const failed = await runChecks(wanted.length > 0 ? wanted : checkNames);
const passed = (wanted.length > 0 ? wanted : checkNames).length - failed.length;
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
