import { describe, expect, it } from 'vitest';
import { decideContext, type KindWorld } from '../../../test/support/kindRun.ts';
import { approvalKind } from './approval.kind.ts';

const { behaviour, schema } = approvalKind;

const choices = [
  { outlet: 'approve', label: 'Approve' },
  { outlet: 'reject', label: 'Reject' },
];
const written = { group: 'legal', title: 'Pay {{ vars.amount }}?', choices };

function asks(config: object, world: KindWorld = {}) {
  return behaviour.does === 'listen' ? behaviour.listen(decideContext(schema.parse(config), world)) : undefined;
}

function answered(config: object, choice: string, last = true) {
  const vars = { answer: { choice, by: 'anna', at: '2026-01-31T04:00:00.000Z', comment: '' } };
  return behaviour.does === 'listen'
    ? behaviour.onSignal?.(decideContext(schema.parse(config)), { name: 'answer', vars, answer: { by: 'anna', last } })
    : undefined;
}

const faults = (config: object): readonly string[] =>
  schema.safeParse(config).error?.issues.map(({ path }) => path.join('/')) ?? [];

describe('an approval', () => {
  it('asks with its texts filled in', () => {
    expect(asks(written, { vars: { amount: 12 } })).toEqual({
      question: { group: 'legal', title: 'Pay 12?', message: '', choices, multiple: false },
    });
  });

  it('waits for its first expiration too', () => {
    const dueAtMs = Date.parse('2026-01-31T05:00:00Z');
    const config = { ...written, title: 'Pay?', expirations: [{ outlet: 'late', after: '1h' }] };
    expect(asks(config)).toMatchObject({ dueAtMs });
    const world = { waitingFor: { dueAtMs }, clockMs: dueAtMs };
    expect(behaviour.does === 'listen' && behaviour.onTimer?.(decideContext(schema.parse(config), world))).toEqual({
      outlets: [{ outlet: 'late' }],
    });
  });

  it('goes on by the outlet of the choice, with the answer', () => {
    expect(answered(written, 'reject')).toMatchObject({
      outlets: [{ outlet: 'reject', vars: { answer: { choice: 'reject', by: 'anna' } } }],
    });
  });

  it('goes on asking until the last answer', () => {
    expect(answered(written, 'approve', false)).toMatchObject({ goesOn: true });
    expect(answered(written, 'approve')).not.toHaveProperty('goesOn');
  });

  it('takes what is no answer to its question for nothing', () => {
    expect(answered(written, 'perhaps')).toBeUndefined();
  });

  it('asks either a group or an operator', () => {
    const { group: _group, ...nobody } = written;
    expect(faults(nobody)).toEqual(['group']);
    expect(faults({ ...written, operator: 'ben' })).toEqual(['group']);
    expect(faults({ ...nobody, operator: 'ben' })).toEqual([]);
  });

  it.each(['error', 'default', 'late', 'approve'])(
    'gives no choice the outlet %s that fires for something else',
    (outlet) => {
      const expirations = [{ outlet: 'late', after: '1h' }];
      expect(faults({ ...written, choices: [choices[0], { outlet, label: 'Other' }], expirations })).toEqual([
        'choices/1/outlet',
      ]);
    },
  );

  it('has an outlet for each choice and each expiration, and one for who ends it by hand', () => {
    const config = schema.parse({ ...written, expirations: [{ outlet: 'late', after: '1h' }] });
    expect(approvalKind.outlets(config).map(({ name }) => name)).toEqual(['approve', 'reject', 'late', 'default']);
  });
});
