import { expect, it } from 'vitest';
import { VirtualClock } from '../../engine/memory/virtualClock.ts';
import { validateDefinition } from '../../engine/graph/validateDefinition.ts';
import type { Definition } from '../../engine/model/definition.ts';
import { activityIdSchema, instanceIdSchema } from '../../engine/model/ids.ts';
import { definitionOf } from '../support/graphOf.ts';
import { RunnerBench } from '../support/runnerBench.ts';
import { onEveryStore } from '../support/runnerStores.ts';
import { dawnMs } from '../support/shell.ts';
import { testKinds } from '../support/testKinds.ts';

const drawing = 'start > b, b > n, n > t, t:again > b, t:done > e';
const activities = {
  n: { type: 'pass', sets: { n: 'has(vars.n) ? vars.n + 1 : 1' } },
  t: { type: 'test', branches: [{ outlet: 'again', condition: 'vars.n < 3' }], default: 'done' },
  e: { type: 'end', result: 'vars.n' },
};

/** The transition back is drawn as a jump. */
const withJump = (definition: Definition, jump: unknown = true) => ({
  ...definition,
  transitions: definition.transitions.map((one) => (one.outlet === 'again' ? { ...one, jump } : one)),
});

it('[F8] a jump is a transition as any other: it may close a loop, its ends must be there', () => {
  const t = { ...activities.t, branches: [{ outlet: 'again', condition: 'false' }] };
  const drawn = definitionOf(drawing, { activities: { t } });
  const problems = (definition: unknown) =>
    validateDefinition(definition, testKinds).problems.map(({ code, level, pointer }) => `${level} ${code} ${pointer}`);
  expect([problems(drawn), problems(withJump(drawn))]).toEqual([[], []]);
  const { definition } = validateDefinition(withJump(drawn), testKinds);
  expect(definition?.transitions.filter(({ jump }) => jump)).toMatchObject([{ from: 't', to: 'b' }]);
  const astray = withJump(drawn).transitions.map((one) => ('jump' in one ? { ...one, to: 'nowhere' } : one));
  expect(problems({ ...withJump(drawn), transitions: astray })).toContainEqual(
    expect.stringMatching(/^error \S+ \/transitions\/3/),
  );
  expect(problems(withJump(drawn, 'yes'))).toContainEqual(expect.stringMatching(/^error \S+ \/transitions\/3\/jump/));
});

onEveryStore((name, create) => {
  it(`[F8] a loop that is closed by a jump counts its rounds ${name}`, async () => {
    const clock = new VirtualClock(dawnMs);
    const bench = new RunnerBench(await create(clock), clock);
    bench.publish(drawing, { activities, jumps: ['again'] }).ask({ operation: 'startWorkflow' });
    await bench.rest();
    const rounds = (await bench.history()).flatMap((entry) =>
      entry.type === 'taskCreated' && entry.task.activity === 'b'
        ? [entry.task.rounds[activityIdSchema.parse('b')] ?? 0]
        : [],
    );
    expect([(await bench.instance()).result, await bench.counted('b'), rounds]).toEqual([3, 3, [0, 1, 2]]);
    const definition = { maxRounds: 2, overlap: 'allow' as const };
    bench.publish(drawing, { activities, jumps: ['again'], definition });
    bench.ask({ operation: 'runNow', instance: instanceIdSchema.parse('two'), input: {} });
    await bench.rest();
    expect((await bench.instance('two')).pauseCauses).toMatchObject([
      { kind: 'error', reason: expect.stringContaining('maxRounds is 2') },
    ]);
    await bench.close();
  });
});
