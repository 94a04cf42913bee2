import { describe, expect, it } from 'vitest';
import { outageOf } from './outage.ts';

const said = (code: string, message = 'the database said so'): Error => Object.assign(new Error(message), { code });

describe('an outage of a database', () => {
  it('is that it has no room, on either database', () => {
    const codes = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', '53100', 'ENOSPC'];
    expect(codes.map((code) => outageOf(said(code)))).toEqual(codes.map(() => 'no-room'));
  });

  it('is that it cannot be reached', () => {
    const codes = ['SQLITE_BUSY', '08006', '57P01', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET'];
    expect(codes.map((code) => outageOf(said(code)))).toEqual(codes.map(() => 'away'));
    expect(outageOf(said('55000', 'database "x" is not currently accepting connections'))).toBe('away');
  });

  it('is not what was wrong with a statement, or with the program', () => {
    const others = [said('23505'), said('42P01'), said('SQLITE_CONSTRAINT'), new TypeError('no'), 'no'];
    expect(others.map(outageOf)).toEqual(others.map(() => undefined));
  });
});
