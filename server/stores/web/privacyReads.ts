import type { Knex } from 'knex';
import { z } from 'zod';
import { privacyRequestSchema, type PrivacyRequest } from '../../contract/privacy.ts';
import type { PrivacyReads } from '../../operations/ports/privacyReads.ts';
import { packageTables, type PackageTables } from './packageTables.ts';
import { containing, contains, pageOf } from './paging.ts';

const types = ['access', 'delete'] as const;
const regulations = ['GDPR', 'CCPA', 'PDPA', 'LGPD'] as const;

const idSchema = z.union([z.string(), z.number()]).transform(String);
const instantSchema = z.union([z.string(), z.date()]).transform((value) => new Date(value).toISOString());
const rowSchema = z.object({
  gdpr_request_id: idSchema,
  name: z.string(),
  type: z.number(),
  regulation: z.number(),
  namespace: z.string(),
  reconciliation_value: z.string(),
  status: z.string(),
  error_message: z.string().nullable(),
  url_file: z.string().nullable(),
  created_at: instantSchema,
  ended_at: instantSchema.nullable(),
});
const fileSchema = z.object({ gdpr_request_id: idSchema, name: z.string() });

function requestOf(row: unknown): PrivacyRequest {
  const { gdpr_request_id: id, type, regulation, reconciliation_value: value, ...read } = rowSchema.parse(row);
  return privacyRequestSchema.parse({
    id,
    name: read.name,
    type: types[type - 1],
    regulation: regulations[regulation - 1],
    namespace: read.namespace,
    value,
    status: read.status,
    error: read.error_message,
    file: read.url_file,
    createdAt: read.created_at,
    endedAt: read.ended_at,
  });
}

/** Requests with the name of their namespace, as one table. */
const requests = ({ knex, at }: PackageTables) =>
  knex(
    knex({ q: at('nms_gdpr_request') })
      .join({ n: at('nms_gdpr_namespace') }, 'n.gdpr_namespace_id', 'q.gdpr_namespace_id')
      .select('q.*', { namespace: 'n.name' })
      .as('requests'),
  );

async function fileOf({ knex, has, at }: PackageTables, token: string) {
  if (!(await has('nms_gdpr_request'))) return undefined;
  const row: unknown = await knex(at('nms_gdpr_request'))
    .where({ file_token: token })
    .whereNotNull('url_file')
    .first('gdpr_request_id', 'name');
  if (row === undefined) return undefined;
  const { gdpr_request_id: id, name } = fileSchema.parse(row);
  const parts: unknown[] = await knex(at('nms_gdpr_request_data'))
    .where({ gdpr_request_id: id })
    .orderBy('gdpr_request_data_id')
    .pluck('content');
  return { id, name, parts: parts.map(String) };
}

/** What web reads of privacy requests. */
export function createPrivacyReads(knex: Knex): PrivacyReads {
  const tables = packageTables(knex);
  const { has, at } = tables;
  return {
    privacyRequests: async ({ status, name, q }, range) => {
      if (!(await has('nms_gdpr_request'))) return { items: [], total: 0 };
      const where = { ...(status !== undefined && { status }), ...(name !== undefined && { name }) };
      const order = { column: 'gdpr_request_id', order: 'desc' } as const;
      const query = requests(tables).where(where);
      if (q !== undefined && q !== '') {
        const like = containing(q);
        void query.whereRaw(`(${contains(knex, 'name')} OR ${contains(knex, 'reconciliation_value')})`, [like, like]);
      }
      const { items, total } = await pageOf(query, range, [order]);
      return { items: items.map(requestOf), total };
    },
    privacyRequest: async (id) => {
      if (!/^\d{1,18}$/.test(id) || !(await has('nms_gdpr_request'))) return undefined;
      const row: unknown = await requests(tables).where({ gdpr_request_id: id }).first();
      return row === undefined ? undefined : requestOf(row);
    },
    privacyNamespace: async (name) => {
      const row: unknown = await knex(at('nms_gdpr_namespace')).where({ name }).first('gdpr_namespace_id');
      return z.object({ gdpr_namespace_id: z.coerce.number() }).optional().parse(row)?.gdpr_namespace_id;
    },
    privacyFile: (token) => fileOf(tables, token),
  };
}
