import { createHash } from 'node:crypto';
import type { Outside } from '../../engine/activity/outside.ts';
import { nothingOutside } from '../../engine/activity/nothingOutside.ts';
import { readContents, type Contents } from './contents.ts';
import { openEngine, type EngineRun } from './engineRun.ts';
import { situationOf, type FullSituation } from './workSituations.ts';

// A Monday, and the 25th: what is done once a week or once a month is due within hours.
const beginMs = Date.parse('2026-05-25T00:00:00.000Z');

/** A workflow on a copy of the demo data, in a situation that gives it work. */
export interface SituationRun {
  readonly engine: EngineRun;
  readonly situation: FullSituation;
  /** All that it may change in the tables, and the files as they stand. */
  readonly contents: () => Promise<Contents>;
  /** What left for elsewhere, in its order: files, each time that one was written, and requests. */
  readonly sent: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Files that are written to memory, as often as they are. */
function keptFiles(): { readonly files: Outside['files']; readonly written: [path: string, content: string][] } {
  const written: [string, string][] = [];
  const writeCsv: Outside['files']['writeCsv'] = async ({ path }, batches) => {
    const rows: string[] = [];
    for await (const batch of batches) rows.push(...batch.map((row) => JSON.stringify(row)));
    const hash = createHash('sha256').update(rows.join('\n')).digest('hex');
    written.push([path, `${String(rows.length)} rows, ${hash}`]);
  };
  return { files: { ...nothingOutside.files, writeCsv }, written };
}

/** Opens the engine with one workflow, and leads it to where the workflow has work. */
export async function openSituation(workflow: string): Promise<SituationRun> {
  const situation = situationOf(workflow);
  const { files, written } = keptFiles();
  const reached = situation.reaches();
  const outside = { files, ...(reached.http && { http: reached.http }) };
  const engine = await openEngine(beginMs, 0.02, { workflows: [workflow], outside });
  try {
    await engine.liveUntil(beginMs);
    await situation.given(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return {
    engine,
    situation,
    contents: async () => {
      const standing = [...new Map(written)].map(([path, content]) => `${path}: ${content}`);
      return { ...(await readContents(engine.knex)), files: standing.sort() };
    },
    sent: () => [...written.map(([path, content]) => `${path}: ${content}`), ...reached.sent()],
    close: engine.close,
  };
}
