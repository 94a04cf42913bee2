import type { ASTNode } from '@marcbachmann/cel-js';
import type { Json } from '../model/json.ts';
import { fromCel } from './celValue.ts';
import { compileExpression } from './compileExpression.ts';

function shapeOfNode(node: ASTNode): Json {
  switch (node.op) {
    case 'value':
      return fromCel(node.args);
    case 'list':
      return node.args.map(shapeOfNode);
    case 'map':
      return Object.fromEntries(
        node.args.flatMap(([key, value]): [string, Json][] =>
          key.op === 'value' && typeof key.args === 'string' ? [[key.args, shapeOfNode(value)]] : [],
        ),
      );
    default:
      return null;
  }
}

/** What an expression gives as far as it is written there: its names and literals, and null for what it computes. */
export function shapeOf(source: string): Json {
  const compiled = compileExpression(source);
  return compiled.ok ? shapeOfNode(compiled.expression.parsed.ast) : null;
}
