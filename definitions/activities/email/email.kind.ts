import { z } from 'zod';
import { defineKind, type ExpressionUse } from '../../../engine/activity/kind.ts';
import { outsideWork } from '../../../engine/activity/outsideWork.ts';
import {
  expressionSchema,
  paramsSchema,
  sqlExpressions,
  sqlTextSchema,
  sqlUse,
} from '../../../engine/activity/sqlFields.ts';

const attachmentSchema = z
  .strictObject({
    name: z.string().trim().min(1, 'name the file').meta({
      title: 'File name',
      description: 'May hold {{ expressions }}. Where it turns out empty, there is no attachment.',
      widget: 'template',
    }),
    content: expressionSchema.optional().meta({
      title: 'Content',
      description: 'An expression that gives the file in base64.',
      widget: 'expression',
    }),
    sql: sqlTextSchema.optional().meta({
      title: 'Content from the database',
      description:
        'SQL that gives the file in base64, as its first value. It is read once for mails one after the other with the same parameters.',
      widget: 'sql',
    }),
  })
  .refine(
    ({ content, sql }) => (content === undefined) !== (sql === undefined),
    'give the content by an expression or by SQL',
  );

const schema = z.strictObject({
  to: z.string().trim().min(1, 'say whom it goes to').meta({
    title: 'To',
    description: 'Addresses, separated by commas; may hold {{ expressions }}, for each row on row: {{ row.email }}.',
    widget: 'template',
  }),
  subject: z.string().trim().min(1, 'write a subject').meta({
    title: 'Subject',
    description: 'One line; may hold {{ expressions }}.',
    widget: 'template',
  }),
  text: z.string().default('').meta({
    title: 'Text',
    description: 'What the mail says; may hold {{ expressions }}.',
    widget: 'template',
    multiline: true,
  }),
  html: z.string().optional().meta({
    title: 'HTML',
    description: 'The same with markup; what {{ expressions }} give is put in as text.',
    widget: 'template',
    multiline: true,
  }),
  attachment: attachmentSchema.optional().meta({
    title: 'Attachment',
    description: 'One file that goes with the mail.',
    widget: 'group',
  }),
  each: z.boolean().default(false).meta({
    title: 'For each row',
    description: 'One mail for each row of the work table that came in.',
    widget: 'toggle',
  }),
  key: expressionSchema.optional().meta({
    title: 'Key',
    description:
      'What the mail is for, e.g. [row.order_no, row.email]. What was sent under this key, by whichever instance, is not sent again.',
    widget: 'expression',
  }),
  params: paramsSchema,
});
export type EmailConfig = z.infer<typeof schema>;

function attachmentUses({ attachment, params, each }: EmailConfig): ExpressionUse[] {
  if (attachment === undefined) return [];
  const known = each ? { extraNames: ['row'] } : {};
  const { name, content } = attachment;
  return [
    { pointer: '/attachment/name', source: name, form: 'template', ...known },
    ...(content === undefined ? [] : [{ pointer: '/attachment/content', source: content, ...known }]),
    ...sqlExpressions({ params, tables: {} }).map((use) => ({ ...use, ...known })),
  ];
}

export const emailKind = defineKind({
  ...outsideWork,
  name: 'email',
  group: 'outside',
  label: 'Mail',
  summary: 'Sends a mail, or one for each row.',
  schema,
  behaviour: { ...outsideWork.behaviour, asksOthers: ({ each }) => !each },
  initial: { to: 'someone@example.com', subject: 'News' },
  inbound: 'required',
  describe: ({ to, subject }) => `${to}: ${subject}`,
  expressions: (config) => {
    const { to, subject, text, html, each, key } = config;
    const use = (pointer: string, source: string): ExpressionUse => ({
      pointer,
      source,
      form: 'template',
      ...(each && { extraNames: ['row'] }),
    });
    return [
      use('/to', to),
      use('/subject', subject),
      use('/text', text),
      ...(html === undefined ? [] : [use('/html', html)]),
      ...(key === undefined ? [] : [{ pointer: '/key', source: key, ...(each && { extraNames: ['row'] }) }]),
      ...attachmentUses(config),
    ];
  },
  sql: ({ attachment, params }) =>
    attachment?.sql === undefined
      ? []
      : [sqlUse('/attachment/sql', attachment.sql, { params, tables: {} }, { transaction: true, gives: 'rows' })],
  sets: ({ key }) => ['sent', 'kept', 'refused', ...(key === undefined ? [] : ['alreadySent'])],
});
