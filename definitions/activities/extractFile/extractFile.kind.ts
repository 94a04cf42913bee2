import { z } from 'zod';
import { columnSchema } from '../../../engine/activity/columnFields.ts';
import { delimiterSchema, filePathSchema } from '../../../engine/activity/fileFields.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { outsideWork } from '../../../engine/activity/outsideWork.ts';

const schema = z.strictObject({
  file: filePathSchema,
  columns: z.array(columnSchema).default([]).meta({
    title: 'Columns',
    description: 'Which columns are written, in this order. Left empty: all of them.',
    widget: 'strings',
  }),
  header: z
    .boolean()
    .default(true)
    .meta({ title: 'Header', description: 'The first line names the columns.', widget: 'toggle' }),
  delimiter: delimiterSchema,
});
export type ExtractFileConfig = z.infer<typeof schema>;

export const extractFileKind = defineKind({
  ...outsideWork,
  name: 'extractFile',
  group: 'data',
  label: 'Extract file',
  summary: 'Writes the rows of a work table to a CSV file.',
  schema,
  initial: { file: 'orders.csv' },
  inbound: 'required',
  describe: ({ file }) => file,
  expressions: ({ file }) => [{ pointer: '/file', source: file, form: 'template' }],
  sets: () => ['file', 'recordCount'],
});
