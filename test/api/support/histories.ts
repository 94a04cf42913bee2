import type { Knex } from 'knex';
import { activityIdSchema, instanceIdSchema, workflowNameSchema } from '../../../engine/model/ids.ts';
import type { Entry } from '../../../engine/model/entry.ts';
import { instanceSchema } from '../../../engine/model/instance.ts';
import type { TestLink } from './link.ts';

/** Writes histories as a worker would, and tells of them as one would. */
export interface Histories {
  /** Adds journal lines; tells unless told not to. */
  readonly add: (instance: string, count: number, tell?: boolean) => Promise<void>;
  readonly begin: (instance: string, workflow?: string) => Promise<void>;
  readonly seqOf: (instance: string) => number;
}

const atMs = 1_700_000_000_000;

const began = (instance: string, workflow: string): Entry => ({
  type: 'began',
  seq: 1,
  atMs,
  by: 'admin',
  instance: instanceIdSchema.parse(instance),
  workflow: workflowNameSchema.parse(workflow),
  version: 1,
  severity: 'normal',
  firing: { reason: 'request', dueAtMs: atMs, startedAtMs: atMs },
  inputs: {},
  vars: {},
  pauseCauses: [],
});

const line = (seq: number): Entry => ({
  type: 'journal',
  seq,
  atMs: atMs + seq,
  level: 'info',
  text: `line ${seq}`,
  activity: activityIdSchema.parse('begin'),
});

const rowOf = (instance: string, entry: Entry) => ({
  instance,
  seq: entry.seq,
  at_ms: entry.atMs,
  type: entry.type,
  entry: JSON.stringify(entry),
});

function instanceRow(instance: string, workflow: string) {
  const state = instanceSchema.parse({
    id: instance,
    workflow,
    version: 1,
    severity: 'normal',
    status: 'running',
    pauseCauses: [],
    firing: { reason: 'request', dueAtMs: atMs, startedAtMs: atMs },
    inputs: {},
    vars: {},
    tasks: {},
    events: {},
    executions: {},
    startedAtMs: atMs,
    lastNumber: 0,
    seq: 1,
  });
  const { id, version, severity, status } = state;
  const columns = { id, workflow, version, status, severity, severity_rank: 0, started_by: 'admin' };
  return { ...columns, started_at_ms: atMs, seq: 1, state: JSON.stringify(state) };
}

export function createHistories(engine: Knex, link: TestLink): Histories {
  const seqs = new Map<string, number>();
  const told = (instance: string, seq: number, workflow = 'watched') =>
    link.tell({ type: 'changed', instances: [{ instance, seq }], workflows: [workflow] });
  return {
    seqOf: (instance) => seqs.get(instance) ?? 0,
    begin: async (instance, workflow = 'watched') => {
      await engine('sb_instance').insert(instanceRow(instance, workflow));
      await engine('sb_history').insert(rowOf(instance, began(instance, workflow)));
      seqs.set(instance, 1);
      told(instance, 1, workflow);
    },
    add: async (instance, count, tell = true) => {
      const from = seqs.get(instance) ?? 0;
      const rows = Array.from({ length: count }, (_each, index) => rowOf(instance, line(from + index + 1)));
      await engine.transaction(async (transaction) => {
        await transaction.batchInsert('sb_history', rows, 200);
        await transaction('sb_instance')
          .where({ id: instance })
          .update({ seq: from + count });
      });
      seqs.set(instance, from + count);
      if (tell) told(instance, from + count);
    },
  };
}
