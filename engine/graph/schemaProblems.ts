import type { z } from 'zod';
import type { Problem, ProblemCode } from '../model/problem.ts';
import { didYouMean } from './nearest.ts';
import { pointerTo } from './pointer.ts';

type Issue = z.core.$ZodIssue;

/** Where the value stands that a schema judged, and how to speak of it. */
export interface Judged {
  /** The path of the value in the definition. */
  readonly path: readonly PropertyKey[];
  readonly activity?: string;
  /** What a value of the wrong form is. */
  readonly code: ProblemCode;
  /** The fields that an object at the value's top may have. */
  readonly fields: readonly string[];
  /** What the value is: `the workflow`, `an activity of kind query`. */
  readonly noun: string;
}

function article(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    tuple: 'a list',
    object: 'an object',
    record: 'an object',
  };
  return words[expected] ?? expected;
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60));

/** Of the forms that a value may have, the one that it comes nearest to tells most. */
function innerIssues(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] {
  const apart = issue.errors.filter((issues) =>
    issues.some((inner) => inner.path.length > 0 || inner.code !== 'invalid_type'),
  );
  return apart[0] ?? [];
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>, field: string): Words {
  const expected = article(issue.expected);
  if (issue.input === undefined) return { message: `"${field}" is missing`, hint: `Add "${field}": ${expected}.` };
  return { message: `"${field}" is ${shown(issue.input)}`, hint: `Write ${expected}.` };
}

function wrongValue(issue: Extract<Issue, { code: 'invalid_value' }>, field: string): Words {
  const values = issue.values.map(String);
  return {
    message: `"${field}" is ${shown(issue.input)}`,
    hint: didYouMean(String(issue.input), values, 'Use one of its values.'),
  };
}

function bounds(issue: Issue, field: string): Words {
  if (issue.code === 'too_small')
    return { message: `"${field}" is too small: ${issue.message}`, hint: `It is at least ${issue.minimum}.` };
  if (issue.code === 'too_big')
    return { message: `"${field}" is too large: ${issue.message}`, hint: `It is at most ${issue.maximum}.` };
  return { message: `"${field}": ${issue.message}`, hint: 'Correct the value.' };
}

function isAbsent({ input, path }: Issue): boolean {
  const field = path.at(-1);
  return typeof input === 'object' && input !== null && field !== undefined && !(field in input);
}

function wordsOf(issue: Issue, field: string): Words {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue, field);
    case 'invalid_value':
      return wrongValue(issue, field);
    case 'custom':
      // Said of the whole by a field that it lacks.
      if (isAbsent(issue)) return { message: `"${field}" is missing`, hint: `Correct it: ${issue.message}.` };
      return { message: `"${field}" is ${shown(issue.input)}`, hint: `Correct it: ${issue.message}.` };
    case 'invalid_format':
      return { message: `"${field}" is ${shown(issue.input)}`, hint: `Correct it: ${issue.message}.` };
    case 'invalid_key':
      return { message: `"${field}" is no name`, hint: `Correct it: ${issue.issues[0]?.message ?? issue.message}.` };
    case 'invalid_union':
      if (issue.input === undefined) return { message: `"${field}" is missing`, hint: `Add "${field}".` };
      return {
        message: `"${field}" has a form that it cannot have`,
        hint: 'See the help of the field for what it takes.',
      };
    default:
      return bounds(issue, field);
  }
}

function unknownFields(
  issue: Extract<Issue, { code: 'unrecognized_keys' }>,
  judged: Judged,
  path: readonly PropertyKey[],
): Problem[] {
  const known = issue.path.length === 0 ? judged.fields : [];
  const noun = issue.path.length === 0 ? judged.noun : `"${String(issue.path.at(-1))}"`;
  return issue.keys.map((key) => ({
    code: 'field-unknown',
    level: 'error',
    pointer: pointerTo(...path, key),
    ...(judged.activity !== undefined && { activity: judged.activity }),
    message: `"${key}" is no field of ${noun}`,
    hint: didYouMean(key, known, 'Take it out.'),
  }));
}

/** Says in plain words, with a hint, what a schema found. Parse with `reportInput: true`, so that it can say what is there. */
export function schemaProblems(issues: readonly Issue[], judged: Judged): readonly Problem[] {
  return issues.flatMap((issue): readonly Problem[] => {
    const path = [...judged.path, ...issue.path];
    if (issue.code === 'unrecognized_keys') return unknownFields(issue, judged, path);
    const inner = issue.code === 'invalid_union' ? innerIssues(issue) : [];
    if (inner.length > 0)
      return schemaProblems(
        inner.map((each) => ({ ...each, path: [...issue.path, ...each.path] })),
        judged,
      );
    const words = wordsOf(issue, String(path.at(-1) ?? 'the definition'));
    const activity = judged.activity === undefined ? {} : { activity: judged.activity };
    return [{ code: judged.code, level: 'error', pointer: pointerTo(...path), ...activity, ...words }];
  });
}
