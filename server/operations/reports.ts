import { reportSchema, type Report as Declared } from '../../definitions/packages/report.ts';
import { sqlTexts } from '../../engine/activity/sqlFields.ts';
import type { Json } from '../../engine/model/json.ts';
import type { Report, ReportChart, ReportList } from '../contract/reports.ts';
import { requireRight, type Actor } from './actor.ts';
import { notFound } from './requestError.ts';
import type { Resources } from './resources.ts';

interface Owned {
  readonly package: string;
  readonly report: Declared;
}

/** The reports of the packages that are installed. */
async function installed({ packages, engine }: Resources): Promise<readonly Owned[]> {
  const states = new Map((await engine.packages()).map(({ name, status }) => [name, status]));
  return packages
    .filter(({ name }) => states.get(name) === 'installed')
    .flatMap(({ name, reports }) =>
      reports.map(({ declaration }) => ({ package: name, report: reportSchema.parse(declaration) })),
    );
}

const describe = ({ package: owner, report: { name, label, description } }: Owned) => ({
  name,
  package: owner,
  label,
  description,
});

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

type Chart = Declared['charts'][number];

/** Asks the database in a process of its own: whatever is wrong with a chart, the others are there. */
async function rowsOf({ engine, askSql }: Resources, { sql, category, measures }: Chart): Promise<ReportChart['rows']> {
  const text = sqlTexts(sql)[engine.dialect];
  if (!askSql || text === undefined) return null;
  const answer = await askSql({ wants: 'rows', sql: text, params: {} });
  if (answer.ended !== 'rows') return null;
  return answer.preview.items.map((row) => ({
    category: textOf(row[category.column]),
    values: measures.map(({ column }) => Number(row[column] ?? 0)),
  }));
}

async function show(resources: Resources, owned: Owned): Promise<Report> {
  const charts: ReportChart[] = [];
  for (const chart of owned.report.charts) {
    const { name, label, category, measures } = chart;
    const words = { name, label, category: category.label, measures: measures.map((measure) => measure.label) };
    charts.push({ ...words, rows: await rowsOf(resources, chart) });
  }
  return { ...describe(owned), charts };
}

/** Charts of what the workflows of packages have computed. */
export const createReportOperations = (resources: Resources) => ({
  list: async (actor: Actor): Promise<ReportList> => {
    requireRight(actor, 'view');
    return { items: (await installed(resources)).map(describe) };
  },
  get: async (actor: Actor, name: string): Promise<Report> => {
    requireRight(actor, 'view');
    const found = (await installed(resources)).find(({ report }) => report.name === name);
    if (!found) throw notFound('report', name);
    return show(resources, found);
  },
});
