import { z } from 'zod';
import { columnSchema } from '../../../engine/activity/columnFields.ts';
import { delimiterSchema, filePathSchema } from '../../../engine/activity/fileFields.ts';
import { columnTypeSchema } from '../../../engine/activity/gatheredRows.ts';
import { defineKind } from '../../../engine/activity/kind.ts';
import { outsideWork } from '../../../engine/activity/outsideWork.ts';
import { rowVarNames } from '../../../engine/activity/rowSets.ts';

const schema = z.strictObject({
  file: filePathSchema,
  columns: z
    .record(columnSchema, columnTypeSchema)
    .refine((columns) => Object.keys(columns).length > 0, 'name the columns of the rows')
    .meta({
      title: 'Columns',
      description: 'The columns of the work table with their types: {"id": "integer", "name": "text"}.',
      widget: 'json',
    }),
  header: z.boolean().default(true).meta({
    title: 'Header',
    description: 'The first line names the columns, in any order. Without it, they stand in the order given here.',
    widget: 'toggle',
  }),
  delimiter: delimiterSchema,
  encoding: z
    .enum(['utf-8', 'latin1'])
    .default('utf-8')
    .meta({
      title: 'Encoding',
      description: 'How the characters are written.',
      widget: 'choice',
      choices: { 'utf-8': 'UTF-8', latin1: 'Latin 1' },
    }),
  rejects: z.int().min(0).max(100_000).default(0).meta({
    title: 'Bad rows',
    description: 'How many bad rows are left out; one more fails the task.',
    widget: 'number',
  }),
});
export type LoadFileConfig = z.infer<typeof schema>;

export const loadFileKind = defineKind({
  ...outsideWork,
  name: 'loadFile',
  group: 'data',
  label: 'Load file',
  summary: 'Reads the rows of a CSV file into a work table.',
  schema,
  initial: { file: 'orders.csv', columns: { id: 'integer' } },
  inbound: 'allowed',
  describe: ({ file }) => file,
  expressions: ({ file }) => [{ pointer: '/file', source: file, form: 'template' }],
  sets: () => ['file', 'rejected', ...rowVarNames],
});
