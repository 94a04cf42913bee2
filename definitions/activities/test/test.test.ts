import { describe, expect, it } from 'vitest';
import { ExpressionFailure } from '../../../engine/expression/expressionFailure.ts';
import { decideContext, outletsOf } from '../../../test/support/kindRun.ts';
import { testKind } from './test.kind.ts';

const branches = [
  { outlet: 'many', condition: 'vars.recordCount > 10' },
  { outlet: 'some', condition: 'vars.recordCount > 0' },
];

function decide(written: object, recordCount: number) {
  const { behaviour, schema } = testKind;
  const context = decideContext(schema.parse(written), { vars: { recordCount } });
  return behaviour.does === 'decide' ? behaviour.decide(context) : undefined;
}

describe('a test', () => {
  it('fires the first branch that holds', () => {
    expect(outletsOf(decide({ branches }, 20))).toEqual(['many']);
    expect(outletsOf(decide({ branches }, 5))).toEqual(['some']);
  });

  it('fires every branch that holds where it is told to', () => {
    expect(outletsOf(decide({ mode: 'all', branches }, 20))).toEqual(['many', 'some']);
  });

  it('fires the other outlet where nothing holds', () => {
    expect(outletsOf(decide({ branches, default: 'none' }, 0))).toEqual(['none']);
  });

  it('ends the branch, and says so, where nothing holds and there is no other outlet', () => {
    expect(decide({ branches }, 0)).toMatchObject({ outlets: [], journal: [{ code: 'test-nothing-holds' }] });
  });

  it('fails where a condition is neither true nor false', () => {
    expect(() => decide({ branches: [{ outlet: 'yes', condition: 'vars.recordCount' }] }, 1)).toThrow(
      ExpressionFailure,
    );
  });

  it('offers an outlet a branch and the one of otherwise', () => {
    const config = testKind.schema.parse({ branches, default: 'none' });
    expect(testKind.outlets(config).map(({ name }) => name)).toEqual(['many', 'some', 'none']);
  });

  it('names the branch whose outlet is taken or reserved', () => {
    const twice = testKind.schema.safeParse({
      branches: [
        { outlet: 'yes', condition: 'true' },
        { outlet: 'yes', condition: 'false' },
        { outlet: 'error', condition: 'true' },
      ],
    });
    expect(twice.error?.issues.map(({ path }) => path.join('/'))).toEqual(['branches/1/outlet', 'branches/2/outlet']);
  });
});
