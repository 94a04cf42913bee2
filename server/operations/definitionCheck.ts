import { z } from 'zod';
import type { AnyKind, PeopleUse, ScriptUse, SqlUse } from '../../engine/activity/kind.ts';
import { pointerTo } from '../../engine/graph/pointer.ts';
import { kindFieldsOf } from '../../engine/graph/splitActivity.ts';
import type { Problem } from '../../engine/model/problem.ts';
import { splitStatements } from '../../engine/sql/splitStatements.ts';
import { peopleProblems } from './peopleCheck.ts';
import type { Resources, Validated } from './resources.ts';
import { subWorkflowProblems } from './subWorkflowCheck.ts';

type Checking = Pick<Resources, 'kinds' | 'engine' | 'validate' | 'scriptFault' | 'inbox'>;

/** Whether any problem refuses; warnings do not. */
export const refuses = (problems: readonly Problem[]): boolean => problems.some(({ level }) => level === 'error');

const activitySchema = z.looseObject({ type: z.string() });
const drawnSchema = z.looseObject({ activities: z.record(z.string(), z.unknown()) });

interface PlacedSql {
  readonly activity: string;
  readonly use: SqlUse;
}

/** What a kind says of the activities whose configuration it can read; what it cannot read is a problem of its own. */
function usesOf<Use>(
  kinds: Resources['kinds'],
  input: unknown,
  asked: (kind: AnyKind) => ((config: unknown) => readonly Use[]) | undefined,
): readonly { readonly activity: string; readonly use: Use }[] {
  const drawn = drawnSchema.safeParse(input);
  return Object.entries(drawn.data?.activities ?? {}).flatMap(([id, written]) => {
    const activity = activitySchema.safeParse(written).data;
    const kind = kinds.get(activity?.type ?? '');
    const uses = kind && asked(kind);
    if (!activity || !kind || !uses) return [];
    const config = kind.schema.safeParse(kindFieldsOf(activity));
    return config.success ? uses(config.data).map((use) => ({ activity: id, use })) : [];
  });
}

/** What the sandbox says of the syntax of scripts. */
async function scriptProblems({ kinds, scriptFault }: Checking, input: unknown): Promise<readonly Problem[]> {
  const placed = usesOf<ScriptUse>(kinds, input, ({ scripts }) => scripts);
  const found = placed.map(async ({ activity, use: { pointer, code } }): Promise<readonly Problem[]> => {
    const message = await scriptFault(code);
    const at = `${pointerTo('activities', activity)}${pointer}`;
    const hint = 'Mend the script; it is the body of a function, so it may return and await.';
    return message === undefined
      ? []
      : [{ code: 'script-invalid', level: 'error', pointer: at, activity, message, hint }];
  });
  return (await Promise.all(found)).flat();
}

/** Work tables and declared tables get their names when a task runs: before, there is nothing to prepare. */
const hasPlaceholder = (sql: string): boolean => /\{\s*(in|t)\b/.test(sql);

/** What the database says of a script; from a table on that is not there yet, nothing can be said. */
async function complaint(engine: Resources['engine'], script: string): Promise<string | undefined> {
  for (const { text } of splitStatements(script)) {
    if (hasPlaceholder(text)) continue;
    const prepared = await engine.prepare(text);
    if (prepared.ok) continue;
    return prepared.missing === 'table' ? undefined : prepared.message;
  }
  return undefined;
}

async function sqlProblem(engine: Resources['engine'], { activity, use }: PlacedSql): Promise<readonly Problem[]> {
  const message = await complaint(engine, use.texts[engine.dialect] ?? '');
  if (message === undefined) return [];
  return [
    {
      code: 'sql-invalid',
      level: 'error',
      pointer: `${pointerTo('activities', activity)}${use.pointer}`,
      activity,
      message: `the database does not take this SQL: ${message}`,
      hint: 'Check the names of its tables and columns, and try the statement on the database.',
    },
  ];
}

/**
 * Everything that is wrong with a definition: what the graph and the kinds know, what the database says of its SQL, and
 * what other definitions decide.
 */
export async function checkDefinition(checking: Checking, input: unknown): Promise<Validated> {
  const { definition, problems } = checking.validate(input);
  const known = problems.filter(({ code }) => code.startsWith('sql-')).map(({ activity }) => activity);
  const asked = usesOf<SqlUse>(checking.kinds, input, ({ sql }) => sql).filter(
    ({ activity }) => !known.includes(activity),
  );
  const said = (await Promise.all(asked.map((placed) => sqlProblem(checking.engine, placed)))).flat();
  const people = usesOf<PeopleUse>(checking.kinds, input, (kind) => kind.people);
  const others = [
    await scriptProblems(checking, input),
    await subWorkflowProblems(checking, input),
    await peopleProblems(checking, people),
  ];
  return { definition, problems: [...problems, ...said, ...others.flat()] };
}

const namedSchema = z.looseObject({ name: z.string() });

/** The name in the file must be the name in the address: a version of one workflow is no version of another. */
export function nameProblem(input: unknown, name: string): readonly Problem[] {
  const written = namedSchema.safeParse(input).data?.name;
  if (written === undefined || written === name) return [];
  return [
    {
      code: 'field-invalid',
      level: 'error',
      pointer: '/name',
      message: `the definition is named "${written}", the workflow "${name}"`,
      hint: `Name it "${name}", or create another workflow.`,
    },
  ];
}
