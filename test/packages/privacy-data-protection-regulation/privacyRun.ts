import vm from 'node:vm';
import { z } from 'zod';
import { nothingOutside } from '../../../engine/activity/nothingOutside.ts';
import type { ScriptSandbox } from '../../../engine/activity/outside.ts';
import { jsonSchema } from '../../../engine/model/json.ts';
import { dataSchema } from '../../../server/database/dialect.ts';
import { chosenDatabase } from '../../support/webTables.ts';
import { openEngine, type EngineRun } from '../engineRun.ts';
import { instant, numeric, readRows } from '../runWorkflow.ts';

const requestSchema = z.object({
  gdpr_request_id: numeric,
  type: z.number(),
  status: z.string(),
  error_count: z.number(),
  error_message: z.string().nullable(),
  url_file: z.string().nullable(),
  file_token: z.string().nullable(),
  created_at: instant,
  confirmation_asked_at: instant.nullable(),
  ended_at: instant.nullable(),
  file_purged_at: instant.nullable(),
});
const collectedSchema = z.object({ table_name: z.string(), row_count: z.number(), content: z.string() });
const person = { first_name: 'Ann', last_name: 'Lee', email_format: 0, black_list: 0 };

/** A script for each table and person is too much for threads of their own; what limits a script is tested elsewhere. */
const scripts: ScriptSandbox = {
  run: async ({ code, given }) => {
    const value: unknown = vm.runInNewContext(`JSON.stringify((() => {'use strict';${code}\n})())`, { ...given });
    return { value: jsonSchema.parse(JSON.parse(z.string().parse(value))), lines: [] };
  },
  fault: async () => undefined,
};

/** The engine with the requests of the demo, and people of whom something stands in every table. */
export async function openPrivacy(nowMs: number, workflow: string) {
  const engine = await openEngine(nowMs, 0.01, { workflows: [workflow], outside: { ...nothingOutside, scripts } });
  const { knex } = engine;
  const at = new Date(nowMs - 86_400_000).toISOString();
  const dates = { created_at: at, last_modified_at: at };
  const log = (id: number) => ({ broad_log_id: id, delivery_id: 1, status: 1, last_modified_at: at });
  const click = (id: number) => ({ broad_log_id: id, delivery_id: 1, tracking_url_id: 1, logged_at: at });
  const offer = { delivery_id: 1, offer_id: 1, last_modified_at: at };
  return {
    engine,
    requests: () => readRows(requestSchema, knex('nms_gdpr_request').orderBy('gdpr_request_id').select()),
    request: async (id: number) =>
      requestSchema.parse(await knex('nms_gdpr_request').where({ gdpr_request_id: id }).first()),
    data: (id: number) =>
      readRows(
        collectedSchema,
        knex('nms_gdpr_request_data').where({ gdpr_request_id: id }).orderBy(['table_name', 'row_offset']),
      ),
    /** Asks for a person's data; answers the request's number. */
    ask: async (id: number, more: object): Promise<number> => {
      const row = { name: `Request ${id}`, type: 1, regulation: 1, gdpr_namespace_id: 1, reconciliation_value: '' };
      await knex('nms_gdpr_request').insert({ gdpr_request_id: id, ...row, ...dates, ...more });
      return id;
    },
    person: (id: number, more: object = {}) =>
      knex('nms_recipient').insert({
        recipient_id: id,
        ...person,
        email: `person.${id}@example.com`,
        ...dates,
        ...more,
      }),
    /** A row about a person in each table that is linked, by whatever parents; answers the tables. */
    fillAll: async (id: number): Promise<readonly string[]> => {
      const own = { recipient_id: id };
      const visitor = { visitor_id: id };
      const app = { app_subscription_id: id };
      const rows: Readonly<Record<string, object>> = {
        nms_subscription: { service_id: 1, ...own, created_at: at },
        nms_rcp_grp_rel: { group_id: 1, ...own },
        nms_broad_log_rcp: { ...log(id), ...own },
        nms_tracking_log_rcp: { ...click(id), ...own },
        nms_exclude_log_rcp: { broad_log_id: id, delivery_id: 1, ...own, last_modified_at: at },
        nms_proposition_rcp: { ...offer, ...own },
        nms_rema_match_rcp: { rema_hypothesis_id: 1, ...own, matched_at: at },
        nms_forecast_log_rcp: { delivery_id: 1, ...own, weight: 5, planned_at: at, computed_at: at },
        nms_pressure_count: { typology_rule_id: 1, ...own, messages: 1, period_from: at, computed_at: at },
        nms_app_subscription_rcp: {
          ...app,
          ...own,
          service_id: 1,
          mobile_app_id: 1,
          registration_token: 't',
          last_modified_at: at,
        },
        nms_broad_log_app_sub: { ...log(id + 1), ...app },
        nms_tracking_log_app_sub: { ...click(id + 1), ...app },
        nms_exclude_log_app_sub: { broad_log_id: id, delivery_id: 1, ...app, last_modified_at: at },
        nms_visitor: { ...visitor, ...own, ...dates },
        nms_broad_log_visitor: { ...log(id + 2), ...visitor },
        nms_tracking_log_visitor: { ...click(id + 2), ...visitor },
        nms_web_tracking_log: { ...visitor, tracking_url_id: 1, logged_at: at },
        nms_proposition_visitor: { ...offer, ...visitor },
        nms_provider_msg_id: { broad_log_id: id, provider_id: 'x', created_at: at },
        nms_mirror_page_info: { broad_log_id: id, delivery_id: 1, delivery_part_id: 0, data: '{"values":{}}' },
        nms_mirror_page_search: { broad_log_id: id, delivery_id: 1 },
        nms_event_histo: {
          event_id: id,
          type: 'shipping',
          status: 'sent',
          email: `person.${id}@example.com`,
          created_at: at,
        },
        nms_broad_log_event_histo: { event_histo_id: id, delivery_id: 1, status: 1, last_modified_at: at },
      };
      for (const [table, row] of Object.entries(rows)) await knex(table).insert(row);
      return ['nms_recipient', ...Object.keys(rows)].sort();
    },
    /** Makes a table of one's own that requests cover, a row for each of these people. */
    ownTable: async (people: readonly number[]): Promise<void> => {
      const isPostgres = chosenDatabase() === 'postgres';
      await (isPostgres ? knex.schema.withSchema(dataSchema) : knex.schema).createTable('cus_visit', (table) => {
        table.bigInteger('visit_id').primary();
        table.bigInteger('recipient_id').index();
      });
      if (isPostgres) await knex.raw('GRANT SELECT, DELETE ON cus_visit TO PUBLIC');
      await knex('nms_gdpr_table').insert({ name: 'cus_visit', link: 'recipient', position: 200 });
      const rows = people.map((recipient, index) => ({ visit_id: index, recipient_id: recipient }));
      await knex.batchInsert('cus_visit', rows, 100);
    },
    /** Every table in which something may stand about a person. */
    personalTables: async (): Promise<readonly string[]> => [...(await personalTables(engine)).keys()].sort(),
    /** Those in which something stands about one. */
    standing: (id: number): Promise<readonly string[]> => standing(engine, id),
  };
}

/** Where something of a person stands that requests leave alone. */
const leftAlone: ReadonlySet<string> = new Set([
  // Whom a request is about: it stays as a proof.
  'nms_gdpr_request_subject',
  // Events are covered once they are archived.
  'nms_rt_event',
  'nms_batch_event',
  'nms_broad_log_rt_event',
  'nms_broad_log_batch_event',
  'nms_tracking_log_rt_event',
  'nms_tracking_log_batch_event',
  // Messages for other servers, that know no people here.
  'nms_broad_log_mid',
  'nms_tracking_log_mid',
  // Who is no recipient.
  'xtk_operator',
  'nms_supplier_contact',
]);

/** By which columns a row is somebody's; people, their visitors, apps and messages all have one number here. */
const personal = ['recipient_id', 'visitor_id', 'app_subscription_id', 'broad_log_id', 'event_histo_id', 'email'];

/** The personal columns of every table that has one, whether requests know it or not. */
async function personalTables({ knex }: EngineRun): Promise<ReadonlyMap<string, readonly string[]>> {
  const all =
    chosenDatabase() === 'postgres'
      ? `SELECT table_name AS name, column_name AS "column" FROM information_schema.columns WHERE table_schema = 'public'`
      : `SELECT m.name, c.name AS "column" FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'`;
  const columns = await readRows(
    z.object({ name: z.string(), column: z.string() }),
    knex
      .from(knex.raw(`(${all}) AS columns_of_all`))
      .whereIn('column', personal)
      .orderBy('name'),
  );
  const found = new Map<string, readonly string[]>();
  for (const { name, column } of columns)
    if (!leftAlone.has(name)) found.set(name, [...(found.get(name) ?? []), column]);
  return found;
}

async function standing(engine: EngineRun, id: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [name, columns] of await personalTables(engine)) {
    const isTheirs = columns.map((column) => (column === 'email' ? `person.${id}@example.com` : id));
    const where = columns.map((column) => `${column} = ?`).join(' OR ');
    if ((await engine.knex(name).whereRaw(where, isTheirs).limit(1)).length > 0) found.push(name);
  }
  return found.sort();
}
