import { RE2JS } from 're2js';
import { remember } from '../remember.ts';

const lengthMax = 1_000;

/** A pattern that RE2 does not take. */
export class PatternInvalid extends Error {
  override readonly name = 'PatternInvalid';
}

const compilePattern = remember(200, (pattern) => {
  if (pattern.length > lengthMax) return new PatternInvalid(`a pattern has at most ${lengthMax} characters`);
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    return new PatternInvalid(`"${pattern}" is no RE2 pattern: ${error instanceof Error ? error.message : ''}`);
  }
});

/**
 * Compiles a pattern with RE2, whose time is linear in the text: `(a+)+$` cannot hang as it does in RegExp.
 * `cost` is what one character of text costs at worst, in steps.
 * @throws PatternInvalid
 */
export function patternOf(pattern: string): { readonly test: (text: string) => boolean; readonly cost: number } {
  const compiled = compilePattern(pattern);
  if (compiled instanceof PatternInvalid) throw compiled;
  return { test: (text) => compiled.test(text), cost: compiled.programSize() };
}
