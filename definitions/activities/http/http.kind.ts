import { z } from 'zod';
import { columnSchema } from '../../../engine/activity/columnFields.ts';
import { columnTypeSchema } from '../../../engine/activity/gatheredRows.ts';
import { defineKind, type ExpressionUse } from '../../../engine/activity/kind.ts';
import { outsideWork } from '../../../engine/activity/outsideWork.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';
import { durationSchema } from '../../../engine/model/duration.ts';

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'this is no name of a header');

const paginateSchema = z.strictObject({
  next: expressionSchema.optional().meta({
    title: 'Next page',
    description:
      'An expression on response (status, headers, body) and page that gives the next address, or the parameters to set ' +
      'in the address ({"page": page + 1}); an empty text, {} or null ends it. Left empty: the header Link with rel="next".',
    widget: 'expression',
  }),
  pages: z
    .int()
    .min(1)
    .max(10_000)
    .default(100)
    .meta({ title: 'Pages at most', description: 'More pages than this fail the task.', widget: 'number' }),
});

const schema = z
  .strictObject({
    method: z
      .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])
      .default('GET')
      .meta({
        title: 'Method',
        description: 'What is asked of the address.',
        widget: 'choice',
        choices: { GET: 'GET', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE', HEAD: 'HEAD' },
      }),
    url: z
      .string()
      .trim()
      .regex(
        /^(https?:\/\/[^/\s{?#@]+|\{\{\s*option\((["'])\w+\2\)\s*\}\})([/?#]|$)/,
        'an address reads https://host/path, or {{ option("Name") }}/path; other {{ expressions }} come after the host',
      )
      .meta({
        title: 'Address',
        description:
          'https://host/path?name=value; the values of {{ expressions }} are percent-encoded. An option may hold the address ' +
          'of the service: {{ option("Name") }}/path.',
        widget: 'template',
      }),
    headers: z
      .record(headerName, z.string())
      .default({})
      .meta({ title: 'Headers', description: 'Texts that may hold {{ expressions }}.', widget: 'json' }),
    body: expressionSchema.optional().meta({
      title: 'Body',
      description: 'An expression: a text is sent as it is, everything else as JSON.',
      widget: 'expression',
    }),
    credential: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a credential is the name behind SIGNALBOX_CREDENTIAL_')
      .optional()
      .meta({
        title: 'Credential',
        description: 'The name of a secret that the server has: crm, for SIGNALBOX_CREDENTIAL_CRM.',
        widget: 'text',
      }),
    credentialHeader: headerName.default('Authorization').meta({
      title: 'Header of the credential',
      description: 'Which header carries it. In Authorization, one without a scheme is sent as Bearer.',
      widget: 'text',
    }),
    timeLimit: durationSchema
      .default('30s')
      .meta({ title: 'Time', description: 'How long one answer may take.', widget: 'duration' }),
    rows: expressionSchema.optional().meta({
      title: 'Rows',
      description: 'An expression on response that gives a list of objects: they become a work table.',
      widget: 'expression',
    }),
    columns: z.record(columnSchema, columnTypeSchema).optional().meta({
      title: 'Columns',
      description:
        'The columns of the work table: {"id": "integer", "name": "text"}; of each object, the fields so named.',
      widget: 'json',
    }),
    paginate: paginateSchema
      .optional()
      .meta({ title: 'Pages', description: 'Where the rows come in pages.', widget: 'group' }),
  })
  .check(({ value: { rows, columns, paginate, url, credential }, issues }) => {
    const fault = (path: string, message: string) =>
      issues.push({ code: 'custom', input: rows, path: [path], message });
    if (credential !== undefined && url.startsWith('{{'))
      fault('credential', 'a secret goes to a host that is written here: an option can lead anywhere');
    if (rows !== undefined && Object.keys(columns ?? {}).length === 0) fault('columns', 'name the columns of the rows');
    if (rows === undefined && columns !== undefined) fault('rows', 'say where in the answer the rows are');
    if (rows === undefined && paginate !== undefined) fault('paginate', 'pages are pages of rows: say where they are');
  });
export type HttpConfig = z.infer<typeof schema>;

function expressions({ url, headers, body, rows, paginate }: HttpConfig): readonly ExpressionUse[] {
  const onAnswer = ['response', 'page'];
  const optional = (pointer: string, source: string | undefined, extraNames?: readonly string[]): ExpressionUse[] =>
    source === undefined ? [] : [{ pointer, source, ...(extraNames && { extraNames }) }];
  return [
    { pointer: '/url', source: url, form: 'template' },
    ...Object.entries(headers).map(([name, source]) => ({
      pointer: `/headers/${name}`,
      source,
      form: 'template' as const,
    })),
    ...optional('/body', body),
    ...optional('/rows', rows, onAnswer),
    ...optional('/paginate/next', paginate?.next, onAnswer),
  ];
}

export const httpKind = defineKind({
  ...outsideWork,
  name: 'http',
  group: 'outside',
  label: 'HTTP request',
  summary: 'Asks another system by HTTP, and keeps its answer or the rows in it.',
  schema,
  initial: { method: 'GET', url: 'https://api.example.com/' },
  inbound: 'allowed',
  describe: ({ method, url }) => `${method} ${url}`,
  expressions,
  names: ({ credential }) =>
    credential === undefined ? [] : [{ pointer: '/credential', what: 'credential', name: credential }],
  behaviour: { ...outsideWork.behaviour, asksOthers: ({ rows }) => rows === undefined },
  sets: ({ rows }) => (rows === undefined ? ['status', 'headers', 'body'] : ['status', 'pages', ...rowVarNames]),
});
