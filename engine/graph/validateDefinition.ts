import type { Kinds } from '../activity/kind.ts';
import { activityCommonKeys, definitionSchema } from '../model/definition.ts';
import type { Definition } from '../model/definition.ts';
import type { Problem } from '../model/problem.ts';
import { isTimeZone } from '../time/zone.ts';
import { clashProblems } from './clashProblems.ts';
import { draftGraph } from './draftGraph.ts';
import type { DraftGraph } from './draftGraph.ts';
import { expectProblems } from './expectProblems.ts';
import { expressionProblems } from './expressionProblems.ts';
import { flowProblems } from './flowProblems.ts';
import { inputsProblems } from './inputsSchema.ts';
import { didYouMean } from './nearest.ts';
import { pointerTo } from './pointer.ts';
import { isRecord, salvage } from './salvage.ts';
import { schemaProblems } from './schemaProblems.ts';
import { sqlUseProblems } from './sqlUseProblems.ts';
import { unsupportedFieldProblems } from './unsupportedFields.ts';
import { transitionProblems } from './transitionProblems.ts';
import type { ValidationContext } from './validationContext.ts';
import { workTableProblems } from './workTableProblems.ts';

/** A definition that can be published, where no problem is an error; all problems in any case. */
export interface Validation {
  readonly definition?: Definition;
  readonly problems: readonly Problem[];
}

function formProblems(input: unknown): readonly Problem[] {
  const parsed = definitionSchema.safeParse(input, { reportInput: true });
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => {
    const [area, id] = issue.path;
    const activity = area === 'activities' && typeof id === 'string' ? { activity: id } : {};
    const fields = [...Object.keys(definitionSchema.shape), ...activityCommonKeys];
    return schemaProblems([issue], { path: [], code: 'field-invalid', fields, noun: 'a workflow', ...activity });
  });
}

function zoneProblems({ definition, activities }: DraftGraph): Problem[] {
  const written = [
    { timeZone: definition.timeZone, place: { pointer: '/timeZone' } },
    ...[...activities.values()].map(({ id, common }) => ({
      timeZone: common.timeZone,
      place: { pointer: pointerTo('activities', id, 'timeZone'), activity: id },
    })),
  ];
  return written.flatMap(({ timeZone, place }): Problem[] => {
    if (timeZone === undefined || isTimeZone(timeZone)) return [];
    const hint = didYouMean(timeZone, Intl.supportedValuesOf('timeZone'), 'Use a name such as Europe/Paris or UTC.');
    return [
      { code: 'time-zone-unknown', level: 'error', ...place, message: `there is no time zone "${timeZone}"`, hint },
    ];
  });
}

function groupProblems({ definition }: DraftGraph, { groups }: ValidationContext): Problem[] {
  const { supervisors } = definition;
  if (supervisors === undefined || !groups || groups.has(supervisors)) return [];
  const hint = didYouMean(supervisors, [...groups], 'Name an operator group.');
  return [
    {
      code: 'operator-group-unknown',
      level: 'warning',
      pointer: '/supervisors',
      message: `there is no group "${supervisors}"`,
      hint,
    },
  ];
}

/** What only the kinds know to be wrong. */
function kindProblems({ activities, definition }: DraftGraph): Problem[] {
  return [...activities.values()].flatMap(({ id, kind, config }) => {
    const found = kind && config ? (kind.problems?.(config.value, definition) ?? []) : [];
    return found.map((problem) => ({
      ...problem,
      activity: id,
      pointer: pointerTo('activities', id) + problem.pointer,
    }));
  });
}

const unknownName = {
  cube: { code: 'cube-unknown', hint: 'Name a cube that an installed package declares.' },
  credential: { code: 'credential-unknown', hint: 'Set SIGNALBOX_CREDENTIAL_<NAME> for the server, and name it here.' },
} as const;

/** What kinds name of the packages and of the installation. */
function nameProblems({ activities }: DraftGraph, { names }: ValidationContext): Problem[] {
  return [...activities.values()].flatMap(({ id, kind, config }) =>
    (kind && config ? (kind.names?.(config.value) ?? []) : []).flatMap(({ pointer, what, name }): Problem[] => {
      const known = names?.[what];
      if (!known || known.has(what === 'credential' ? name.toLowerCase() : name)) return [];
      const { code, hint } = unknownName[what];
      const place = { pointer: pointerTo('activities', id) + pointer, activity: id };
      const message = `there is no ${what} "${name}"`;
      return [{ code, level: 'error', ...place, message, hint: didYouMean(name, [...known], hint) }];
    }),
  );
}

const key = ({ code, pointer, message }: Problem): string => [code, pointer, message].join('\n');

/** Errors before warnings, in the order in which they were found; each once. */
function ordered(problems: readonly Problem[]): readonly Problem[] {
  const once = [...new Map(problems.map((problem) => [key(problem), problem])).values()];
  return [...once.filter(({ level }) => level === 'error'), ...once.filter(({ level }) => level === 'warning')];
}

/**
 * Judges a definition and answers with all problems at once (definition-format.md). It takes anything: one fault of
 * form does not hide those of meaning.
 */
export function validateDefinition(input: unknown, kinds: Kinds, context: ValidationContext = {}): Validation {
  if (!isRecord(input)) {
    const hint = 'A workflow file is {"name": ..., "activities": {...}, "transitions": [...]}.';
    return {
      problems: [{ code: 'json-invalid', level: 'error', pointer: '', message: 'a workflow is an object', hint }],
    };
  }
  const form = formProblems(input);
  const { graph, problems: understanding } = draftGraph(salvage(input), kinds);
  const problems = ordered([
    ...form,
    ...understanding,
    ...kindProblems(graph),
    ...nameProblems(graph, context),
    ...zoneProblems(graph),
    ...transitionProblems(graph),
    ...flowProblems(graph),
    ...expressionProblems(graph, context),
    ...sqlUseProblems(graph),
    ...workTableProblems(graph),
    ...clashProblems(graph),
    ...inputsProblems(graph),
    ...expectProblems(graph),
    ...groupProblems(graph, context),
    ...unsupportedFieldProblems(graph),
  ]);
  return problems.some(({ level }) => level === 'error') ? { problems } : { definition: graph.definition, problems };
}
