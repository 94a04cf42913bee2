import { z } from 'zod';
import { defineKind, type ExpressionUse } from '../../../engine/activity/kind.ts';
import { outsideWork } from '../../../engine/activity/outsideWork.ts';
import { expressionSchema } from '../../../engine/activity/sqlFields.ts';

const attachmentSchema = z.strictObject({
  name: z.string().trim().min(1, 'name the file').meta({
    title: 'File name',
    description: 'May hold {{ expressions }}. Where it turns out empty, there is no attachment.',
    widget: 'template',
  }),
  content: expressionSchema.meta({
    title: 'Content',
    description: 'An expression that gives the file in base64.',
    widget: 'expression',
  }),
});

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
});
export type EmailConfig = z.infer<typeof schema>;

function attachmentUses({ name, content }: NonNullable<EmailConfig['attachment']>, each: boolean): ExpressionUse[] {
  const known = each ? { extraNames: ['row'] } : {};
  return [
    { pointer: '/attachment/name', source: name, form: 'template', ...known },
    { pointer: '/attachment/content', source: content, ...known },
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
  expressions: ({ to, subject, text, html, attachment, each }) => {
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
      ...(attachment === undefined ? [] : attachmentUses(attachment, each)),
    ];
  },
  sets: () => ['sent', 'kept', 'refused'],
});
