import type { ASTNode } from '@marcbachmann/cel-js';
import { hostName } from './celEnvironment.ts';
import { Host } from './host.ts';
import type { Meter } from './meter.ts';
import { operandsOf } from './syntax.ts';

interface EvaluationContext {
  readonly getValue: (name: string) => unknown;
}
type Evaluate = (evaluator: unknown, node: unknown, context: EvaluationContext) => unknown;
interface Macro {
  evaluate?: Evaluate;
}
/** What the library's nodes also have, which its types do not tell; evaluate.test.ts ("always ends") fails if it goes. */
interface EvaluatedNode {
  readonly meta: { readonly alternate?: EvaluatedNode; readonly macro?: Macro; readonly evaluate: Evaluate };
  readonly op: string;
  setMeta: (key: 'evaluate', value: Evaluate) => unknown;
}

const weighed: ReadonlySet<string> = new Set(['+', '==', '!=', 'in', '<', '<=', '>', '>=', 'call', 'rcall']);

// The only way to the parts above: they are there, the types leave them out.
const evaluatedNode = (node: ASTNode): EvaluatedNode => node as unknown as EvaluatedNode;

function meterOf(context: EvaluationContext): Meter | undefined {
  const host = context.getValue(hostName);
  return host instanceof Host ? host.meter : undefined;
}

/** Lets `check` see (and replace) what a node evaluates to. */
function intercept(node: ASTNode, check: (value: unknown, meter: Meter) => unknown): void {
  const own = evaluatedNode(node);
  const target = own.meta.alternate ?? own;
  const macro = target.meta.macro;
  const inner = macro?.evaluate ?? target.meta.evaluate;
  const evaluate: Evaluate = (evaluator, evaluated, context) => {
    const value = inner(evaluator, evaluated, context);
    const meter = meterOf(context);
    return meter ? check(value, meter) : value;
  };
  if (macro) macro.evaluate = evaluate;
  else target.setMeta('evaluate', evaluate);
}

function weigh(value: unknown, meter: Meter): unknown {
  meter.weigh(value);
  return value;
}

/** Makes a checked expression pay for its work: see Meter. */
export function meterNodes(ast: ASTNode): void {
  const pending: ASTNode[] = [ast];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const operands = operandsOf(node);
    pending.push(...operands);
    const { alternate, macro } = evaluatedNode(node).meta;
    if (alternate?.op === 'comprehension' && node.op === 'rcall') {
      intercept(node.args[1], (collection, meter) => meter.admit(collection));
    } else if (!macro && weighed.has(node.op)) {
      for (const operand of operands) if (operand.op !== 'value') intercept(operand, weigh);
    }
  }
}
