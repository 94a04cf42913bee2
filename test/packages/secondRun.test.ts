import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { extent } from '../support/extent.ts';
import { chosenDatabase } from '../support/webTables.ts';
import { rowsBeyond, type Contents } from './contents.ts';
import { shippedWorkflows } from './shippedPackages.ts';
import { openSituation } from './situationRun.ts';

/**
 * So long after the first run the second one begins. At the same instant what is written anew would look as before; so
 * it does not, and what is read from a date on is read twice in either case. Nothing is due meanwhile, even by the minute.
 */
const laterMs = 59_000;

type Row = Readonly<Record<string, unknown>>;

/** What a second run may change, each with the reason. */
interface MayDiffer {
  /** `table.column`: its value tells of the run. */
  readonly columns?: Readonly<Record<string, string>>;
  /** Options, by name. */
  readonly options?: Readonly<Record<string, string>>;
  /** Rows of a table that may come, go or change; all others of it may not. */
  readonly rows?: Readonly<Record<string, { readonly which: (row: Row) => boolean; readonly why: string }>>;
}

const madeAnew = 'figures are provisional: each run makes them anew, with a number of their own';
const computed = 'says when the figures were computed last, even if they are the same';
const pointer = 'from here the next run goes on';

const mayDiffer: Readonly<Record<string, MayDiffer>> = {
  aliasCleansing: { columns: { 'xtk_enumeration.last_cleansed_at': 'says when it was cleansed last' } },
  billingActiveContactCount: {
    columns: {
      'nms_active_contact.since': 'the twelve months end with the run',
      'nms_active_contact.counted_at': computed,
    },
  },
  budgetMgt: { columns: { 'nms_budget.computed_at': computed, 'nms_expense_line.computed_at': computed } },
  cleanup: {
    options: { NmsCleanup_LastCleanup: pointer, NmsLastErrorStatCoalesce: pointer },
    rows: {
      nms_address: {
        which: ({ status }) => status === 2,
        why: 'addresses that a run makes valid are removed by the next one (task 11 of the reference)',
      },
    },
  },
  collectDataHeatMapService: {
    columns: { 'xtk_heat_map_cell.heat_map_cell_id': 'cells that a run can change are counted anew' },
    rows: {
      xtk_heat_map_run: {
        which: ({ workflow }) => workflow === 'collectDataHeatMapService',
        why: 'the first run is what the second one finds',
      },
    },
  },
  deliverabilityUpdate: {
    rows: {
      nms_deliverability_update: {
        which: ({ list }) => list !== 'initial',
        why: 'tells for each run which lists were refreshed',
      },
    },
  },
  forecasting: {
    columns: {
      'nms_forecast_log_rcp.forecast_log_id': madeAnew,
      'nms_forecast_log_rcp.computed_at': computed,
      'nms_pressure_count.pressure_count_id': madeAnew,
      'nms_pressure_count.computed_at': computed,
      'nms_pressure_count.period_from': 'the period ends with the run',
    },
  },
  newsgroupMgt: {
    rows: { sb_signal_outcome: { which: ({ name }) => name === 'forumMessage', why: 'a signal begins it once more' } },
  },
  offerMgt: { columns: { 'nms_offer_env.last_synchronised_at': 'says when it was compared last' } },
  tracking: { options: { NmsTracking_LastConsolidation: pointer, NmsUserAgentStats_LastConsolidation: pointer } },
  updateEventsStatus: { options: { MC_LastRtEventStat: pointer, MC_LastUpdateFromBL: pointer } },
};

const rowSchema = z.record(z.string(), z.unknown());
const tablesWithRows = (contents: Contents): readonly [string, readonly Row[]][] =>
  Object.entries(contents)
    .filter(([table]) => table !== 'tables' && table !== 'files')
    .map(([table, rows]) => [table, rows.map((row) => rowSchema.parse(JSON.parse(row)))]);

/** The contents without what may differ. */
function lasting(contents: Contents, { columns = {}, options = {}, rows = {} }: MayDiffer): Contents {
  const tellsOfRun = (table: string, row: Row, name: string): boolean =>
    columns[`${table}.${name}`] !== undefined ||
    (table === 'xtk_option' && name === 'value' && options[String(row['name'])] !== undefined);
  const blotted = (table: string, row: Row): Row =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, tellsOfRun(table, row, name) ? '(of the run)' : value]),
    );
  const kept = tablesWithRows(contents).map(([table, all]): [string, readonly string[]] => [
    table,
    all.filter((row) => rows[table]?.which(row) !== true).map((row) => JSON.stringify(blotted(table, row))),
  ]);
  return { ...contents, ...Object.fromEntries(kept) };
}

/** The same allowance without each of its entries in turn: what an entry names really differs, or the entry has to go. */
function withoutOne(may: MayDiffer): readonly [entry: string, rest: MayDiffer][] {
  const without = <Value>(all: Readonly<Record<string, Value>> = {}, name: string): Readonly<Record<string, Value>> =>
    Object.fromEntries(Object.entries(all).filter(([each]) => each !== name));
  return [
    ...Object.keys(may.columns ?? {}).map((name) => ({ name, rest: { ...may, columns: without(may.columns, name) } })),
    ...Object.keys(may.options ?? {}).map((name) => ({ name, rest: { ...may, options: without(may.options, name) } })),
    ...Object.keys(may.rows ?? {}).map((name) => ({ name, rest: { ...may, rows: without(may.rows, name) } })),
  ].map(({ name, rest }) => [name, rest]);
}

/** Each on one of the databases, or on both. */
const isTurn = (_: unknown, index: number): boolean =>
  extent.secondRunsOnBoth || index % 2 === (chosenDatabase() === 'postgres' ? 1 : 0);

describe('a shipped workflow that runs again right after', () => {
  const workflows = shippedWorkflows.map(({ name }) => name).sort();

  it('is one of those of which is said what may differ', () => {
    expect(Object.keys(mayDiffer).filter((name) => !workflows.includes(name))).toEqual([]);
  });

  it.each(workflows.filter(isTurn).map((workflow) => ({ workflow })))(
    'changes nothing but what tells of the run: $workflow',
    async ({ workflow }) => {
      const { engine, situation, contents, sent, close } = await openSituation(workflow);
      try {
        const before = await contents();
        await situation.when(engine);
        const first = await contents();
        const sentFirst = sent();
        const { sb_instance: began, ...changed } = rowsBeyond(first, before);
        expect(began?.filter((row) => row.includes(`"workflow":"${workflow}"`))).toEqual([
          expect.stringContaining('"status":"finished"'),
        ]);
        expect({ ...changed, ...rowsBeyond(before, first) }, 'it has work to do').not.toEqual({});

        await engine.until(engine.nowMs() + laterMs);
        await situation.again(engine);
        const second = await contents();
        const may = mayDiffer[workflow] ?? {};
        const { sb_instance: again = [], ...more } = rowsBeyond(lasting(second, may), lasting(first, may));
        expect({ gone: rowsBeyond(lasting(first, may), lasting(second, may)), more }).toEqual({ gone: {}, more: {} });
        for (const [entry, rest] of withoutOne(may))
          expect(lasting(second, rest), `${entry} still differs`).not.toEqual(lasting(first, rest));
        expect(again.map((row) => rowSchema.parse(JSON.parse(row)))).toEqual([
          { id: expect.anything(), workflow, status: 'finished' },
        ]);
        expect(sent()).toEqual(sentFirst);
      } finally {
        await close();
      }
    },
    300_000,
  );
});
