import { invariant } from '../../engine/invariant.ts';
import type { Json } from '../../engine/model/json.ts';
import type { DefinitionDraft } from './definitionDraft.ts';

/** The way to a value inside a definition; a list's members are named by their number. */
export type Path = readonly string[];

/**
 * The smallest changes of a definition. All commands are made of these five, so that exactness of undo, the order of
 * keys included, has to be shown for five things only.
 */
export type Step =
  /** Sets a member; a new one is put at position `at` among the keys, else last. */
  | { readonly does: 'setKey'; readonly in: Path; readonly key: string; readonly value: Json; readonly at?: number }
  | { readonly does: 'dropKey'; readonly in: Path; readonly key: string }
  /** Renames a member in its place. */
  | { readonly does: 'renameKey'; readonly in: Path; readonly key: string; readonly to: string }
  | {
      readonly does: 'splice';
      readonly in: Path;
      readonly at: number;
      readonly remove: number;
      readonly insert: readonly Json[];
    }
  | { readonly does: 'replace'; readonly definition: DefinitionDraft };

/** A definition after a step, and the step that leads back. */
export interface Stepped {
  readonly definition: DefinitionDraft;
  readonly inverse: Step;
}

interface Changed {
  readonly value: Json;
  readonly inverse: Step;
}

type Members = Record<string, Json>;

function membersOf(value: Json | undefined): Members {
  invariant(
    typeof value === 'object' && value !== null && !Array.isArray(value),
    'the path of a step leads to an object',
  );
  return value;
}

/** An activity may be called `constructor`: only what is really there counts. */
const ownMember = (members: Members, key: string): Json | undefined =>
  Object.hasOwn(members, key) ? members[key] : undefined;

function setKey(members: Members, step: Extract<Step, { does: 'setKey' }>): Changed {
  const old = ownMember(members, step.key);
  if (old !== undefined)
    return {
      value: { ...members, [step.key]: step.value },
      inverse: { does: 'setKey', in: step.in, key: step.key, value: old },
    };
  const entries = Object.entries(members);
  entries.splice(step.at ?? entries.length, 0, [step.key, step.value]);
  return { value: Object.fromEntries(entries), inverse: { does: 'dropKey', in: step.in, key: step.key } };
}

function dropKey(members: Members, step: Extract<Step, { does: 'dropKey' }>): Changed {
  const entries = Object.entries(members);
  const at = entries.findIndex(([key]) => key === step.key);
  const value = ownMember(members, step.key);
  invariant(value !== undefined, `a step drops “${step.key}”, which is there`);
  entries.splice(at, 1);
  return { value: Object.fromEntries(entries), inverse: { does: 'setKey', in: step.in, key: step.key, value, at } };
}

function renameKey(members: Members, step: Extract<Step, { does: 'renameKey' }>): Changed {
  invariant(
    Object.hasOwn(members, step.key) && !Object.hasOwn(members, step.to),
    'a step renames a member to a free name',
  );
  const entries = Object.entries(members).map(([key, value]) => [key === step.key ? step.to : key, value] as const);
  return {
    value: Object.fromEntries(entries),
    inverse: { does: 'renameKey', in: step.in, key: step.to, to: step.key },
  };
}

function splice(list: Json | undefined, step: Extract<Step, { does: 'splice' }>): Changed {
  invariant(Array.isArray(list), 'the path of a splice leads to a list');
  const value = [...list];
  const removed = value.splice(step.at, step.remove, ...step.insert);
  return {
    value,
    inverse: { does: 'splice', in: step.in, at: step.at, remove: step.insert.length, insert: removed },
  };
}

function change(value: Json | undefined, step: Exclude<Step, { does: 'replace' }>): Changed {
  switch (step.does) {
    case 'setKey':
      return setKey(membersOf(value), step);
    case 'dropKey':
      return dropKey(membersOf(value), step);
    case 'renameKey':
      return renameKey(membersOf(value), step);
    case 'splice':
      return splice(value, step);
  }
}

function changeAt(value: Json | undefined, path: Path, step: Exclude<Step, { does: 'replace' }>): Changed {
  const [key, ...rest] = path;
  if (key === undefined) return change(value, step);
  if (Array.isArray(value)) {
    const inner = changeAt(value[Number(key)], rest, step);
    return { value: value.with(Number(key), inner.value), inverse: inner.inverse };
  }
  const members = membersOf(value);
  const inner = changeAt(members[key], rest, step);
  return { value: { ...members, [key]: inner.value }, inverse: inner.inverse };
}

/** Takes one step. What it does not touch stays the same object, so that watchers see by identity what changed. */
export function takeStep(definition: DefinitionDraft, step: Step): Stepped {
  if (step.does === 'replace') {
    return { definition: step.definition, inverse: { does: 'replace', definition } };
  }
  const { value, inverse } = changeAt(definition, step.in, step);
  // Commands only make steps that keep the shape: activities stay a record of records, transitions a list.
  return { definition: value as DefinitionDraft, inverse };
}
