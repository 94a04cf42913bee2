import { ExecutorFailure } from '../../../engine/activity/executor.ts';
import type { ExecutorRun, InstanceStanding, Outcome, Row } from '../../../engine/activity/executor.ts';
import { gatherRows, type GatheredColumn } from '../../../engine/activity/gatheredRows.ts';
import type { JournalLine } from '../../../engine/activity/kind.ts';
import { rowPages } from '../../../engine/activity/rowPages.ts';
import { onlyRowSet } from '../../../engine/activity/rowSets.ts';
import { invariant } from '../../../engine/invariant.ts';
import { instanceIdSchema, type InstanceId } from '../../../engine/model/ids.ts';
import type { Json, Variables } from '../../../engine/model/json.ts';
import type { WorkflowControlConfig } from './workflowControl.kind.ts';

type Run = ExecutorRun<WorkflowControlConfig>;
const toldAtMost = 20;

/** A value as text; an absent one is empty. */
function asText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const warning = (code: string, text: string): JournalLine => ({ level: 'warning', code, text });

/** One line for each of the first, and one for how many more there are. */
function told(code: string, faults: readonly string[]): readonly JournalLine[] {
  const lines = faults.slice(0, toldAtMost).map((fault) => warning(code, fault));
  const more = faults.length - lines.length;
  return more > 0 ? [...lines, warning(code, `And ${String(more)} more.`)] : lines;
}

async function* inboundPages(run: Run): AsyncIterable<readonly Row[]> {
  const rows = await onlyRowSet(run);
  yield* rowPages(run.services.sql, rows, rows.columns);
}

const text = (name: string): GatheredColumn => ({ name, type: 'text' });
const begunColumns = ['key', 'workflow', 'instance', 'refusal'].map(text);

/** An instance for each row; a row that cannot have one says why, and the others have theirs. */
export async function beginForRows(run: Run): Promise<Outcome> {
  const { services } = run;
  const pages = inboundPages(run);
  const gathered = await gatherRows(services, begunColumns);
  const refusals: string[] = [];
  let begun = 0;
  for await (const page of pages) {
    const answers: Json[][] = [];
    for (const row of page) {
      const wanted = wantedFor(run, { row: { ...row } });
      const answer = await services.records.requestBegin(wanted);
      const refusal = 'refusal' in answer ? answer.refusal : null;
      if (refusal === null) begun += 1;
      else refusals.push(`Nothing began for “${wanted.key.slice(0, 100)}”: ${refusal}`);
      answers.push([wanted.key, wanted.workflow, 'instance' in answer ? answer.instance : null, refusal]);
    }
    await gathered.add(answers);
  }
  const outcome = await gathered.finish();
  const vars = { ...outcome.vars, begun, refused: refusals.length };
  return { ...outcome, vars, journal: told('begin-refused', refusals) };
}

function wantedFor({ config, evaluate }: Run, extra: Variables) {
  const { workflow, key, input = {} } = config;
  invariant(workflow !== undefined && key !== undefined, 'the schema asks for a workflow and a key');
  return {
    workflow: asText(evaluate(workflow, extra)),
    key: asText(evaluate(key, extra)),
    input: Object.fromEntries(Object.entries(input).map(([name, source]) => [name, evaluate(source, extra)])),
  };
}

/** The instances that the rows of a page name; a row that names none is passed over. */
function instancesOf({ config, evaluate }: Run, page: readonly Row[]): readonly InstanceId[] {
  const { instance } = config;
  invariant(instance !== undefined, 'the schema asks for an instance');
  const named = page.map((row) => asText(evaluate(instance, { row: { ...row } }))).filter((id) => id !== '');
  return [...new Set(named)].map((id) => {
    const parsed = instanceIdSchema.safeParse(id);
    if (parsed.success) return parsed.data;
    const message = `${instance} gave “${id.slice(0, 100)}…”, which is no id of an instance.`;
    throw new ExecutorFailure({ cause: 'data', message, hint: 'Give the column that “begin” wrote.' });
  });
}

const standingColumns: readonly GatheredColumn[] = [
  ...['instance', 'workflow', 'status'].map(text),
  { name: 'ended_at', type: 'instant' },
  text('reason'),
];

const standingRow = ({ instance, workflow, status, endedAtMs, reason }: InstanceStanding): Json[] => [
  instance,
  workflow ?? null,
  status,
  endedAtMs === undefined ? null : new Date(endedAtMs).toISOString(),
  reason ?? null,
];

/** How each instance that a row names stands. */
export async function listStatusOfRows(run: Run): Promise<Outcome> {
  const pages = inboundPages(run);
  const gathered = await gatherRows(run.services, standingColumns);
  for await (const page of pages) {
    const found = await run.services.records.standings(instancesOf(run, page));
    await gathered.add(found.map(standingRow));
  }
  return gathered.finish();
}

/** Asks for the stop of each instance that a row names. */
export async function stopForRows(run: Run): Promise<Outcome> {
  const refused: string[] = [];
  let recordCount = 0;
  for await (const page of inboundPages(run)) {
    const instances = instancesOf(run, page);
    const technical = await run.services.records.requestStop(instances);
    recordCount += instances.length - technical.length;
    refused.push(...technical.map((id) => `${id} was not stopped: rows do not stop technical workflows.`));
  }
  return { recordCount, vars: { recordCount }, journal: told('stop-refused', refused) };
}
