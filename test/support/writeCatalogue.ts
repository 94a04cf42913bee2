// Writes docs/catalogue.md and its pictures: npm run catalogue. With names of workflows, lays their activities out first.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { kinds } from '../../definitions/registry/kinds.generated.ts';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { tidyUp } from '../../editor/canvas/tidyUp.ts';
import { readDraft } from '../../editor/document/definitionDraft.ts';
import { invariant } from '../../engine/invariant.ts';
import { catalogueFiles } from './cataloguePage.ts';

const root = path.resolve(import.meta.dirname, '../..');

async function write(place: string, text: string): Promise<void> {
  const formatted = place.endsWith('.svg')
    ? text
    : await format(text, { ...(await resolveConfig(place)), filepath: place });
  if (existsSync(place) && (await readFile(place, 'utf8')) === formatted) return;
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, formatted);
  console.log(`Written: ${path.relative(root, place)}`);
}

/** Places the activities of a workflow as the canvas does when it tidies up. */
async function layOut(name: string): Promise<void> {
  const owner = packages.find(({ workflows }) => workflows.some((workflow) => workflow.name === name));
  invariant(owner, `${name} is shipped: run npm run registry first`);
  const place = path.join(root, 'definitions/packages', owner.name, 'workflows', `${name}.json`);
  const read = readDraft(JSON.parse(await readFile(place, 'utf8')));
  invariant('draft' in read, `${name} can be drawn`);
  const positions = await tidyUp(read.draft, kinds);
  const activities = Object.entries(read.draft.activities).map(([id, { position: _, ...activity }]) => {
    const [x = 0, y = 0] = positions[id] ?? [];
    return [id, { ...activity, position: [Math.round(x), Math.round(y)] }];
  });
  const transitions = read.draft.transitions.map(({ bends: _, ...transition }) => transition);
  await write(place, JSON.stringify({ ...read.draft, activities: Object.fromEntries(activities), transitions }));
}

const names = process.argv.slice(2);
for (const name of names) await layOut(name);
if (names.length === 0) for (const { file, text } of catalogueFiles()) await write(path.join(root, 'docs', file), text);
