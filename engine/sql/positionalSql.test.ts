import { expect, it } from 'vitest';
import { positionalSql } from './positionalSql.ts';

it('numbers each use of a name by itself', () => {
  expect(positionalSql('SELECT :day, x FROM t WHERE at < :day AND n = :n')).toEqual({
    text: 'SELECT $1, x FROM t WHERE at < $2 AND n = $3',
    names: ['day', 'day', 'n'],
  });
});

it('leaves casts, texts, comments and quoted names alone', () => {
  const sql = `SELECT '12:00'::text, ":odd", now() -- :later\nFROM t /* :x */`;
  expect(positionalSql(sql)).toEqual({ text: sql, names: [] });
});
