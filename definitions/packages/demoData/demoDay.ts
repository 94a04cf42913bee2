import type { Knex } from 'knex';

/** A day on which the demo data go on living. */
export interface DemoDay {
  readonly knex: Knex;
  /** Counted from 1. */
  readonly day: number;
  /** Its beginning. */
  readonly now: Date;
}

const dayMs = 86_400_000;

/** So many days before its beginning, as rows carry it. */
export const daysBefore = ({ now }: DemoDay, days: number): string =>
  new Date(now.getTime() - Math.round(days * dayMs)).toISOString();
