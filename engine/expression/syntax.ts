import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { hostFunctions, hostName, ownFunctions, ownName } from './celEnvironment.ts';

/** A name that an expression reads: `vars.recordCount` is `['vars', 'recordCount']`. */
export interface Reference {
  readonly path: readonly string[];
  /** Asked for with `has()`: it may be missing. */
  readonly asked: boolean;
  /** Position in the source, from 0. */
  readonly at: number;
}

/** A text argument that names something outside: `option("Name")`, `active("activityId")`. */
export interface NamedUse {
  readonly name: string;
  readonly at: number;
}

/** What an expression refers to. */
export interface Uses {
  readonly references: readonly Reference[];
  readonly options: readonly NamedUse[];
  readonly activities: readonly NamedUse[];
}

interface Walk {
  readonly references: Reference[];
  readonly options: NamedUse[];
  readonly activities: NamedUse[];
}

const loops: ReadonlySet<string> = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);

/** The nodes directly below a node. */
export function operandsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}

/** The names that a chain of members reads, `a.b.c`; nothing where it begins with something else. */
function chainOf(node: ASTNode): string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op === '[]') return indexedChain(node.args);
  if (node.op !== '.') return undefined;
  const head = chainOf(node.args[0]);
  return head && [...head, node.args[1]];
}

/** `vars["recordCount"]` reads what `vars.recordCount` reads. */
function indexedChain([base, index]: readonly [ASTNode, ASTNode]): string[] | undefined {
  if (index.op !== 'value' || typeof index.args !== 'string') return undefined;
  const head = chainOf(base);
  return head && [...head, index.args];
}

function nameOf(node: ASTNode | undefined): NamedUse | undefined {
  return node?.op === 'value' && typeof node.args === 'string' ? { name: node.args, at: node.start } : undefined;
}

/** What a loop or `cel.bind` calls its own names, and where they are known. */
function boundBy(
  node: ASTNode,
): { readonly name: string; readonly outside: readonly ASTNode[]; readonly inside: readonly ASTNode[] } | undefined {
  if (node.op !== 'rcall') return undefined;
  const [method, receiver, [variable, ...rest]] = node.args;
  if (variable?.op !== 'id') return undefined;
  if (loops.has(method) && rest.length > 0) return { name: variable.args, outside: [receiver], inside: rest };
  const binds = method === 'bind' && receiver.op === 'id' && receiver.args === 'cel' && rest.length === 2;
  return binds ? { name: variable.args, outside: rest.slice(0, 1), inside: rest.slice(1) } : undefined;
}

function collectCall(name: string, args: readonly ASTNode[], walk: Walk): void {
  const use = nameOf(args[0]);
  if (!use) return;
  if (name === 'option') walk.options.push(use);
  if (name === 'active') walk.activities.push(use);
}

function collect(node: ASTNode, bound: ReadonlySet<string>, asked: boolean, walk: Walk): void {
  const path = chainOf(node);
  if (path) collectPath(path, { asked, at: startOf(node) }, bound, walk);
  else if (!collectBinding(node, bound, asked, walk)) collectOperands(node, bound, asked, walk);
}

function collectPath(
  path: readonly string[],
  place: Omit<Reference, 'path'>,
  bound: ReadonlySet<string>,
  walk: Walk,
): void {
  const [root = ''] = path;
  if (root !== 'cel' && !bound.has(root)) walk.references.push({ path, ...place });
}

function collectBinding(node: ASTNode, bound: ReadonlySet<string>, asked: boolean, walk: Walk): boolean {
  const binding = boundBy(node);
  if (!binding) return false;
  for (const outside of binding.outside) collect(outside, bound, asked, walk);
  for (const inside of binding.inside) collect(inside, new Set([...bound, binding.name]), asked, walk);
  return true;
}

function collectOperands(node: ASTNode, bound: ReadonlySet<string>, asked: boolean, walk: Walk): void {
  if (node.op === 'call') collectCall(node.args[0], node.args[1], walk);
  const asks = asked || (node.op === 'call' && node.args[0] === 'has');
  for (const operand of operandsOf(node)) collect(operand, bound, asks, walk);
}

function startOf(node: ASTNode): number {
  return node.range.start === node.pos ? node.start : Math.min(node.range.start, node.start);
}

/** Finds the names, options and activities that an expression refers to. */
export function usesOf(ast: ASTNode): Uses {
  const walk: Walk = { references: [], options: [], activities: [] };
  collect(ast, new Set(), false, walk);
  return walk;
}

/** Renames calls to the functions that are ours, and hands the Host to those that need it (celEnvironment.ts). */
export function adoptFunctions(ast: ASTNode, environment: Environment): void {
  const pending: ASTNode[] = [ast];
  for (let node = pending.pop(); node; node = pending.pop()) {
    pending.push(...operandsOf(node));
    if (node.op !== 'call' && node.op !== 'rcall') continue;
    const name = node.args[0];
    const args = node.op === 'call' ? node.args[1] : node.args[2];
    if (hostFunctions.has(name)) args.unshift(hostNode(environment));
    if (ownFunctions.has(name)) node.args[0] = ownName(name);
  }
}

/** A variable of a name that no source can spell: parsed as another, then renamed. */
function hostNode(environment: Environment): ASTNode {
  return Object.assign(environment.parse('host').ast, { args: hostName });
}
