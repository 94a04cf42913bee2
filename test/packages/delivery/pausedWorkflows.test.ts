import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { entrySchema } from '../../../engine/model/entry.ts';
import { instanceIdSchema } from '../../../engine/model/ids.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';

/** A Saturday, four weeks and a bit before the last of the Mondays below. */
const pausedMs = Date.UTC(2026, 0, 31, 4);
const mondays = [2, 9, 16, 23, 30, 37].map((day) => Date.UTC(2026, 1, day, 5));

const waiting = (name: string, severity: string): unknown => ({
  name,
  label: `The ${severity} one`,
  severity,
  supervisors: 'workflowSupervisors',
  activities: { begin: { type: 'start' }, call: { type: 'signal', name: 'never' }, done: { type: 'end' } },
  transitions: [
    { from: 'begin', to: 'call' },
    { from: 'call', to: 'done' },
  ],
});

const severities = ['normal', 'production', 'critical'] as const;
const instanceOf = (severity: string) => instanceIdSchema.parse(`i_${severity}`);

describe('cleanupPausedWorkflows, Monday after Monday', () => {
  let engine: EngineRun;
  /** What stood after each Monday: notices, and the status of the instance, by severity. */
  const seen: Readonly<Record<string, readonly [notices: number, status: string]>>[] = [];

  /** The warnings of its journal with their instants, in order. */
  async function warningsOf(severity: string) {
    const stored = await engine
      .knex('sb_history')
      .where({ instance: instanceOf(severity), type: 'journal', level: 'warning' })
      .orderBy('seq')
      .pluck<string[]>('entry');
    return z
      .array(entrySchema)
      .parse(stored.map((entry): unknown => JSON.parse(entry)))
      .flatMap((entry) => (entry.type === 'journal' ? [entry] : []));
  }

  async function look(): Promise<void> {
    const rows = severities.map(async (severity) => {
      const id = instanceOf(severity);
      const notices = await engine.knex('sb_notice').where({ instance: id });
      const row = await engine.knex<{ id: string; status: string }>('sb_instance').where({ id }).first('status');
      return [severity, [notices.length, row?.status ?? 'gone']] as const;
    });
    seen.push(Object.fromEntries(await Promise.all(rows)));
  }

  beforeAll(async () => {
    engine = await openEngine(pausedMs, 0.001, { workflows: ['cleanupPausedWorkflows'] });
    for (const severity of severities) {
      const workflow = `left${severity}`;
      await engine.publish(waiting(workflow, severity));
      await engine.ask({ operation: 'runNow', instance: instanceOf(severity), input: {} }, { workflow });
      await engine.ask({ operation: 'pause', reason: 'until I am back' }, { instance: instanceOf(severity) });
    }
    for (const monday of mondays) {
      await engine.until(monday);
      // Somebody runs it by hand, too: nobody is told twice, and nothing is stopped sooner.
      const instance = instanceIdSchema.parse(`i_again${String(monday)}`);
      await engine.ask({ operation: 'runNow', instance, input: {} }, { workflow: 'cleanupPausedWorkflows' });
      await look();
    }
  }, 120_000);
  afterAll(() => engine.close());

  it('says nothing in the first week', () => {
    expect(seen[0]).toEqual({ normal: [0, 'paused'], production: [0, 'paused'], critical: [0, 'paused'] });
  });

  it('gives a notice a week, however often it runs, and stops what has had its fourth', () => {
    expect(seen.slice(1).map(({ normal }) => normal)).toEqual([
      [1, 'paused'],
      [2, 'paused'],
      [3, 'paused'],
      [4, 'stopped'],
      [4, 'stopped'],
    ]);
  });

  it('tells the supervisors, the author and the last editor, and at last that it is stopped', async () => {
    const mail = await engine
      .knex<{ to: string; group_name: string; title: string; message: string }>('sb_mail')
      .orderBy('id');
    expect(mail.map(({ title }) => title)).toEqual(
      [1, 2, 3, 4].map((nth) => `The normal one is still paused (notice ${nth} of 4)`),
    );
    expect(new Set(mail.map(({ to, group_name: group }) => `${to} ${group}`))).toEqual(
      new Set(['["package:test"] workflowSupervisors']),
    );
    expect(mail.map(({ message }) => message.includes('it is stopped now'))).toEqual([false, false, false, true]);
  });

  it('warns in the journal of the paused one with each notice, and says there that it was stopped unconditionally', async () => {
    const warnings = await warningsOf('normal');
    const [, first = 0, second = 0, third = 0, fourth = 0] = mondays;
    expect(warnings.map(({ code, atMs }) => [code, atMs])).toEqual([
      ['paused-too-long', first],
      ['paused-too-long', second],
      ['paused-too-long', third],
      ['paused-too-long', fourth],
      ['killed', fourth],
    ]);
    const [notice, , , , stop] = warnings.map(({ text }) => text);
    expect(notice).toBe('Paused for too long: its supervisors, author and last editor were told.');
    expect(stop).toMatch(/^Stopped unconditionally by instance:\S+: Paused for longer than allowed/);
  });

  it('leaves the other severities alone', async () => {
    expect(seen.at(-1)).toMatchObject({ production: [0, 'paused'], critical: [0, 'paused'] });
    expect([...(await warningsOf('production')), ...(await warningsOf('critical'))]).toEqual([]);
  });
});
