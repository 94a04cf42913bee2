import { describe, expect, it } from 'vitest';
import { isProgramFault } from './programFault.ts';

const said = (code: string): Error => Object.assign(new Error('the database said so'), { code });

describe('a fault of the program', () => {
  it('is what a database refuses for good: it gets the same answer every time', () => {
    const codes = ['22001', '23505', '2BP01', '42P01', '54000', '54001', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_TOOBIG'];
    expect(codes.filter((code) => !isProgramFault(said(code)))).toEqual([]);
  });

  it('is not what passes: connections, locks, space and what the operator ends', () => {
    const codes = ['08006', '40001', '40P01', '53100', '57P01', '58030', 'ECONNREFUSED', 'SQLITE_BUSY', 'SQLITE_FULL'];
    expect(codes.filter((code) => isProgramFault(said(code)))).toEqual([]);
  });
});
