import { expect, it } from 'vitest';
import { packages } from '../../definitions/registry/packages.generated.ts';
import { extent } from '../support/extent.ts';
import { openEngine } from './engineRun.ts';
import { live } from './livingDemo.ts';

// A Monday, and the 25th: what is done once a week or once a month is done in the first night.
const beginMs = Date.parse('2026-05-25T00:00:00.000Z');

// Nobody has paused anything; `pausedWorkflows.test.ts` does.
const withoutWork = ['cleanupPausedWorkflows'];

it('all that is due runs while the demo data live, none fails, and each tells what it did', async () => {
  const engine = await openEngine(beginMs, 0.02);
  try {
    const done = await live(engine, { beginMs, hours: extent.demoHours });
    expect(done.flatMap(({ workflow, faults }) => faults.map((fault) => `${workflow}: ${fault}`))).toEqual([]);
    expect(done.filter(({ begun, finished }) => finished < begun).map(({ workflow }) => workflow)).toEqual([]);
    const worked = new Set(done.flatMap(({ workflow, worked }) => (worked > 0 ? [workflow] : [])));
    const shipped = packages.flatMap(({ workflows }) => workflows.map(({ name }) => name));
    expect(shipped.filter((name) => !worked.has(name))).toEqual(withoutWork);
  } finally {
    await engine.close();
  }
}, 3_600_000);
