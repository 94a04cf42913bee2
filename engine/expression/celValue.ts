import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import type { Json } from '../model/json.ts';

/** What CEL computes with: whole numbers are bigint, timestamps Date, maps and lists hold their like. */
export type CelValue = unknown;

/** A value that has no JSON form; what it is, in words. */
export class NoJsonForm extends Error {
  override readonly name = 'NoJsonForm';
}

const nodesMax = 100_000;

/** JSON as CEL sees it: whole numbers are ints, other numbers doubles (semantics.md 6). */
export function toCel(value: Json): CelValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toCel);
  // A Map and no object: a key such as `constructor` is then a key like any other.
  return new Map(Object.entries(value).map(([key, member]) => [key, toCel(member)]));
}

/** A duration as our definitions write it: whole seconds (`604800s`), or milliseconds (`1500ms`). */
export function durationText(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  return whole % 1_000 === 0 ? `${whole / 1_000}s` : `${whole}ms`;
}

/** A timestamp as ISO UTC text with milliseconds. */
export function timestampText(timestamp: Date): string {
  if (Number.isNaN(timestamp.getTime())) throw new NoJsonForm('the timestamp is out of range');
  return timestamp.toISOString();
}

function fromInt(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new NoJsonForm(`the integer ${value} is beyond 2^53: turn it into text with string()`);
}

function fromDouble(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new NoJsonForm(`the number is ${value}, which JSON cannot hold`);
}

/** Turns results of one evaluation into JSON; a shared part counts every time, so that no result explodes. */
export function fromCel(value: CelValue): Json {
  const seen = { nodes: 0 };
  return toJson(value, seen);
}

function toJson(value: CelValue, seen: { nodes: number }): Json {
  seen.nodes += 1;
  if (seen.nodes > nodesMax) throw new NoJsonForm(`the result has more than ${nodesMax} parts`);
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'bigint':
      return fromInt(value);
    case 'number':
      return fromDouble(value);
    case 'object':
      return value === null ? null : objectToJson(value, seen);
    default:
      throw new NoJsonForm(`a ${typeof value} has no JSON form`);
  }
}

function objectToJson(value: object, seen: { nodes: number }): Json {
  if (Array.isArray(value)) return value.map((item: CelValue) => toJson(item, seen));
  if (value instanceof Map) return membersToJson([...value], seen);
  if (value instanceof Date) return timestampText(value);
  if (value instanceof Duration) return durationText(value.valueOf());
  if (value instanceof UnsignedInt) return fromInt(value.valueOf());
  if (value instanceof Uint8Array) throw new NoJsonForm('bytes have no JSON form: use .base64() or .string()');
  if (Object.getPrototypeOf(value) === Object.prototype) return membersToJson(Object.entries(value), seen);
  throw new NoJsonForm('a type has no JSON form');
}

function membersToJson(members: readonly [CelValue, CelValue][], seen: { nodes: number }): Json {
  const record: Record<string, Json> = {};
  for (const [key, member] of members) {
    // A plain assignment to `__proto__` would be lost; a definition is kept.
    Object.defineProperty(record, String(key), {
      value: toJson(member, seen),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return record;
}
