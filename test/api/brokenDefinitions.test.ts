import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { signIn } from '../support/apiClient.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startWeb } from './support/startWeb.ts';
import type { TestWeb } from './support/startWeb.ts';

type Parts = Record<string, unknown>;

/** `begin > work > done`, whatever `work` is. */
const drawn = (work: Parts, more: Parts = {}, transitions: readonly Parts[] = []): Parts => ({
  name: 'broken',
  activities: { begin: { type: 'start' }, work, done: { type: 'end' } },
  transitions: [{ from: 'begin', to: 'work' }, { from: 'work', to: 'done' }, ...transitions],
  ...more,
});

const wait = { type: 'wait', for: '1h' };

/** Each kind of fault, and the problems that it is told by. */
const broken: Readonly<Record<string, readonly [Parts, readonly string[]]>> = {
  'an unknown kind': [drawn({ type: 'querry' }), ['kind-unknown /activities/work/type']],
  'an unknown field': [drawn({ ...wait, colour: 'red' }), ['field-unknown /activities/work/colour']],
  'a transition to nowhere': [
    drawn(wait, {}, [{ from: 'work', to: 'gone' }]),
    ['transition-dangling /transitions/2/to'],
  ],
  'an outlet that the activity does not have': [
    drawn(wait, {}, [{ from: 'work', outlet: 'left', to: 'done' }]),
    ['outlet-unknown /transitions/2/outlet'],
  ],
  'a scheduler with an inbound transition': [
    drawn({ type: 'scheduler', cron: '0 4 * * *' }),
    ['entry-has-inbound /transitions/0/to'],
  ],
  'a cron that is none': [
    {
      ...drawn(wait),
      activities: { work: { type: 'scheduler', cron: '61 4 * * *' }, done: { type: 'end' } },
      transitions: [{ from: 'work', to: 'done' }],
    },
    ['schedule-invalid /activities/work/cron'],
  ],
  'a time zone that is none': [drawn(wait, { timeZone: 'Europe/Pariss' }), ['time-zone-unknown /timeZone']],
  'a duration that is none': [drawn({ type: 'wait', for: 'soon' }), ['config-invalid /activities/work/for']],
  'an expression that does not compile': [
    drawn({ type: 'wait', until: 'now +' }),
    ['expression-invalid /activities/work/until'],
  ],
  'an unknown variable': [
    drawn({ type: 'sqlCode', script: 'DELETE FROM shop WHERE id = :id', params: { id: 'vars.nobodySetsIt' } }),
    ['variable-unknown /activities/work/params/id'],
  ],
  'a missing parameter': [
    drawn({ type: 'sqlCode', script: 'DELETE FROM shop WHERE id = :id' }),
    ['parameter-missing /activities/work/script'],
  ],
  'SQL that does not parse': [
    drawn({ type: 'sqlCode', script: 'DELETE FROM shop WHERE' }),
    ['sql-invalid /activities/work/script'],
  ],
  "SQL on the engine's own tables": [
    drawn({ type: 'sqlCode', script: 'DELETE FROM "sb_instance"' }),
    ['sql-forbidden /activities/work/script'],
  ],
  'several faults at once': [
    drawn({ type: 'querry' }, { timeZone: 'Mars', colour: 'red' }, [{ from: 'work', to: 'gone' }]),
    [
      'field-unknown /colour',
      'kind-unknown /activities/work/type',
      'time-zone-unknown /timeZone',
      'transition-dangling /transitions/2/to',
    ],
  ],
};

const refusalSchema = z.object({
  code: z.literal('invalid'),
  errors: z.array(
    z.object({
      code: z.string(),
      level: z.string(),
      pointer: z.string(),
      message: z.string().min(1),
      hint: z.string().min(1),
    }),
  ),
});

describe('a broken definition', () => {
  let web: TestWeb;
  let admin: ApiClient;
  beforeAll(async () => {
    web = await startWeb();
    admin = await signIn(web.url);
  });
  afterAll(() => web.close());

  it.each(Object.keys(broken))('with %s is refused with all its problems, and nothing is saved', async (fault) => {
    const [definition, told] = broken[fault] ?? [{}, []];
    const refused = await admin.post('/api/workflows', definition);
    expect(refused.status).toBe(422);
    const { errors } = refusalSchema.parse(refused.body);
    const found = errors.filter(({ level }) => level === 'error').map(({ code, pointer }) => `${code} ${pointer}`);
    expect(found.toSorted()).toEqual([...told].toSorted());
    expect((await admin.get('/api/workflows/broken')).status).toBe(404);
  });
});
