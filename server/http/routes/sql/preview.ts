import { sqlPreviewSchema } from '../../../contract/designing.ts';
import { sqlRoute } from './sqlRoute.ts';

export const previewSql = sqlRoute({
  what: 'preview',
  summary: 'The first 50 rows of a query; it reads only, and is ended after 5 s',
  answer: sqlPreviewSchema,
  ask: (designing, actor, body) => designing.preview(actor, body),
});
