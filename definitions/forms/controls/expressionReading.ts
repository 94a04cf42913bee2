import { compileExpression } from '../../../engine/expression/compileExpression.ts';

/** What an expression gives and reads. */
export interface ExpressionReading {
  readonly gives: 'bool' | 'number' | 'text' | 'instant' | 'duration' | 'list' | 'object' | 'value';
  readonly reads: readonly string[];
}

const words: Readonly<Record<string, ExpressionReading['gives']>> = {
  bool: 'bool',
  int: 'number',
  uint: 'number',
  double: 'number',
  string: 'text',
  'google.protobuf.Timestamp': 'instant',
  timestamp: 'instant',
  'google.protobuf.Duration': 'duration',
  duration: 'duration',
};

function givesOf(type: string): ExpressionReading['gives'] {
  if (type.startsWith('list')) return 'list';
  if (type.startsWith('map')) return 'object';
  return words[type] ?? 'value';
}

/** Reads an expression; undefined where it does not compile. */
export function expressionReading(source: string): ExpressionReading | undefined {
  const compiled = compileExpression(source);
  if (!compiled.ok) return undefined;
  const { gives, references, options, activities } = compiled.expression;
  const reads = [
    ...references.map(({ path }) => path.join('.')),
    ...options.map(({ name }) => `option("${name}")`),
    ...activities.map(({ name }) => `active("${name}")`),
  ];
  return { gives: givesOf(gives), reads: [...new Set(reads)] };
}
