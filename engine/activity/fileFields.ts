import { z } from 'zod';

/** A file below the folder of files. */
export const filePathSchema = z.string().trim().min(1, 'name the file').meta({
  title: 'File',
  description: 'Below the folder of files of the server, e.g. in/orders-{{ vars.day }}.csv.',
  widget: 'template',
});

/** What parts the cells. */
export const delimiterSchema = z
  .enum([',', ';', '\t', '|'])
  .default(',')
  .meta({
    title: 'Delimiter',
    description: 'What stands between two cells.',
    widget: 'choice',
    choices: { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' },
  });
