import { z } from 'zod';
import { defineKind, type ExpressionUse } from '../../../engine/activity/kind.ts';
import { outsideWork } from '../../../engine/activity/outsideWork.ts';

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
  each: z.boolean().default(false).meta({
    title: 'For each row',
    description: 'One mail for each row of the work table that came in.',
    widget: 'toggle',
  }),
});
export type EmailConfig = z.infer<typeof schema>;

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
  expressions: ({ to, subject, text, html, each }) => {
    const use = (pointer: string, source: string): ExpressionUse => ({
      pointer,
      source,
      form: 'template',
      ...(each && { extraNames: ['row'] }),
    });
    const always = [use('/to', to), use('/subject', subject), use('/text', text)];
    return html === undefined ? always : [...always, use('/html', html)];
  },
  sets: () => ['sent', 'kept', 'refused'],
});
