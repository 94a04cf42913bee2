import type { SqlUse } from '../activity/kind.ts';
import type { Problem } from '../model/problem.ts';
import { fragmentProblems } from '../sql/fragmentProblems.ts';
import { splitStatements } from '../sql/splitStatements.ts';
import { sqlParameters, sqlPlaceholders } from '../sql/sqlNames.ts';
import type { SqlPlaceholder } from '../sql/sqlNames.ts';
import { sqlProblems } from '../sql/sqlProblems.ts';
import { isSignificant } from '../sql/tokens.ts';
import type { DraftActivity, DraftGraph } from './draftGraph.ts';
import { didYouMean } from './nearest.ts';
import { pointerTo } from './pointer.ts';
import { workTableFault } from './workTableProblems.ts';

type Fault = Pick<Problem, 'code' | 'level' | 'message' | 'hint'>;

interface Judging {
  readonly graph: DraftGraph;
  readonly activity: DraftActivity;
  readonly use: SqlUse;
}

/** The texts, each once: most definitions have one for both databases. */
const textsOf = ({ texts }: SqlUse): readonly string[] => [...new Set(Object.values(texts))];

const error = (code: Problem['code'], message: string, hint: string): Fault => ({
  code,
  level: 'error',
  message,
  hint,
});

function lineOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function rowsFaults(text: string, { use }: Judging): Fault[] {
  if (use.gives !== 'rows') return [];
  const statements = splitStatements(text);
  if (statements.length > 1)
    return [
      error(
        'sql-invalid',
        `there are ${statements.length} statements`,
        'A query is one SELECT; use sqlCode for several statements.',
      ),
    ];
  const first = statements[0]?.tokens.find((token) => isSignificant(token) && token.text !== '(')?.text.toUpperCase();
  const gives = first === undefined || ['SELECT', 'WITH', 'VALUES', 'TABLE'].includes(first);
  return gives
    ? []
    : [
        error(
          'sql-invalid',
          `${first} gives no rows`,
          'A query begins with SELECT or WITH; use sqlCode to change rows.',
        ),
      ];
}

function parameterFaults(text: string, { use }: Judging): Fault[] {
  return sqlParameters(text)
    .filter((name) => !use.params.includes(name))
    .map((name) =>
      error(
        'parameter-missing',
        `:${name} has no value`,
        didYouMean(name, use.params, `Add "${name}" to "params" with an expression.`),
      ),
    );
}

function placeholderFault({ text, type, name }: SqlPlaceholder, { graph, activity, use }: Judging): Fault | undefined {
  if (type === 'table') {
    if (name === undefined || use.tables.includes(name)) return undefined;
    return error(
      'parameter-missing',
      `{${text}} is not declared`,
      didYouMean(name, use.tables, `Add "${name}" to "tables" with an expression.`),
    );
  }
  if (graph.predecessors(activity.id).length === 0)
    return error(
      'sql-invalid',
      `{${text}} has no work table: nothing leads to "${activity.id}"`,
      'Lead a query to it.',
    );
  return name === undefined ? undefined : workTableFault(graph, activity.id, { name, written: `{${text}}` });
}

function textFaults(text: string, judging: Judging): Fault[] {
  const { gives, transaction } = judging.use;
  const judged = gives === 'value' ? fragmentProblems(text) : sqlProblems(text, { transaction });
  const placeholders = sqlPlaceholders(text).flatMap((placeholder) => placeholderFault(placeholder, judging) ?? []);
  return [
    ...judged.map(({ code, message, hint, at }) => error(code, `${message} (${lineOf(text, at)})`, hint)),
    ...rowsFaults(text, judging),
    ...parameterFaults(text, judging),
    ...placeholders,
  ];
}

/** Parameters and tables belong to all SQL of an activity: one that none of its texts names is superfluous. */
function unused(activity: DraftActivity, uses: readonly SqlUse[]): Problem[] {
  const texts = uses.flatMap(textsOf);
  const named = new Set(texts.flatMap(sqlParameters));
  const tables = new Set(
    texts.flatMap((text) =>
      sqlPlaceholders(text).flatMap(({ type, name }) => (type === 'table' && name !== undefined ? [name] : [])),
    ),
  );
  const superfluous = (field: string, names: readonly string[], known: ReadonlySet<string>): Problem[] =>
    [...new Set(names)]
      .filter((name) => !known.has(name))
      .map((name) => ({
        code: 'parameter-unused',
        level: 'warning',
        pointer: pointerTo('activities', activity.id, field, name),
        activity: activity.id,
        message: `the SQL does not name "${name}"`,
        hint:
          field === 'params'
            ? `Write :${name} in the SQL, or take it out.`
            : `Write {t.${name}} in the SQL, or take it out.`,
      }));
  return [
    ...superfluous(
      'params',
      uses.flatMap(({ params }) => params),
      named,
    ),
    ...superfluous(
      'tables',
      uses.flatMap((use) => use.tables),
      tables,
    ),
  ];
}

/** What is wrong with the SQL of a definition, as far as can be told without a database. */
export function sqlUseProblems(graph: DraftGraph): readonly Problem[] {
  return [...graph.activities.values()].flatMap((activity) => {
    const { kind, config, id } = activity;
    const uses = kind && config ? (kind.sql?.(config.value) ?? []) : [];
    const problems = uses.flatMap((use) => {
      const pointer = pointerTo('activities', id) + use.pointer;
      return textsOf(use).flatMap((text) =>
        textFaults(text, { graph, activity, use }).map((fault) => ({ ...fault, pointer, activity: id })),
      );
    });
    return [...problems, ...unused(activity, uses)];
  });
}
