import { EvaluationError, ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import { remember } from '../remember.ts';
import { createCelEnvironment, plainMessage } from './celEnvironment.ts';
import { meterNodes } from './metering.ts';
import { adoptFunctions, usesOf } from './syntax.ts';
import type { Uses } from './syntax.ts';

const sourceMax = 4_000;
const rememberedMax = 2_000;

/** An expression that can be evaluated any number of times (`evaluate`). */
export interface Expression extends Uses {
  readonly source: string;
  /** What it gives, as far as can be told without variables: `bool`, `int`, `string`, ..., `dyn`. */
  readonly gives: string;
  /** For `evaluate` alone. */
  readonly parsed: ParseResult;
}

/** Why a source is no expression, and where: `at` counts from 0. */
export interface CompileProblem {
  readonly ok: false;
  readonly message: string;
  readonly at?: number;
}

/** A compiled expression, or why it is none. */
export type Compiled = { readonly ok: true; readonly expression: Expression } | CompileProblem;

const environment = createCelEnvironment();

/** A fault that the library reports, with its place; anything else keeps its own words. */
export function celFault(error: unknown): { readonly message: string; readonly at?: number } {
  if (error instanceof ParseError || error instanceof EvaluationError || error instanceof CelTypeError) {
    const message = friendly(plainMessage(error.summary));
    return error.range ? { message, at: error.range.start } : { message };
  }
  return { message: error instanceof Error ? error.message : 'it failed' };
}

function friendly(message: string): string {
  const missing = /^(?:No such key|Unknown variable): (?!index)(.*)$/.exec(message);
  return missing ? `"${missing[1]}" is missing (ask with has() where it may be)` : message;
}

function compile(source: string): Compiled {
  if (source.trim() === '') return { ok: false, message: 'the expression is empty' };
  if (source.length > sourceMax) return { ok: false, message: `an expression has at most ${sourceMax} characters` };
  try {
    const parsed = environment.parse(source);
    const uses = usesOf(parsed.ast);
    adoptFunctions(parsed.ast, environment);
    const checked = parsed.check();
    if (!checked.valid) return { ok: false, ...celFault(checked.error) };
    meterNodes(parsed.ast);
    return { ok: true, expression: { source, gives: checked.type ?? 'dyn', parsed, ...uses } };
  } catch (error) {
    return { ok: false, ...celFault(error) };
  }
}

/** Compiles CEL (semantics.md 6); the last 2,000 sources are remembered. */
export const compileExpression: (source: string) => Compiled = remember(rememberedMax, compile);
