import { Environment, EvaluationError } from '@marcbachmann/cel-js';
import type { RegisteredFunctionHandler } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { parseDuration } from '../model/duration.ts';
import { wallMsAt } from '../time/zone.ts';
import { durationText, timestampText } from './celValue.ts';
import { Host } from './host.ts';

const timestampType = 'google.protobuf.Timestamp';
const durationType = 'google.protobuf.Duration';

/** A text that is no duration or no instant. */
export class TimeTextInvalid extends Error {
  override readonly name = 'TimeTextInvalid';
}

/** The variable that carries the Host: no source can spell it. */
export const hostName = '#host';

const ownPrefix = 'own_';

/**
 * Functions of the library that ours stand in for. It lets none be registered twice, so a parsed call is renamed:
 * `matches` backtracks and hangs, `timestamp` reads local times, the calendar fields go wrong where the process's own
 * clock has a gap, and `duration` knows no days.
 */
export const ownFunctions: ReadonlySet<string> = new Set([
  'duration',
  'timestamp',
  'matches',
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
]);

/** Functions that get the Host as their first argument. */
export const hostFunctions: ReadonlySet<string> = new Set(['option', 'active', 'matches']);

/** Our name of a function. */
export const ownName = (name: string): string => `${ownPrefix}${name}`;

/** A message of the library without our renamings in it. */
export const plainMessage = (message: string): string =>
  message
    .replaceAll(ownPrefix, '')
    .replaceAll('Host, ', '')
    .replaceAll('google.protobuf.', '')
    .replace(/dyn<(\w+)>/g, '$1');

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function parseTimestamp(text: string): Date {
  const parsed = new Date(isoInstant.test(text) ? text : Number.NaN);
  if (!Number.isNaN(parsed.getTime())) return parsed;
  throw new TimeTextInvalid(`"${text}" is no instant: write 2026-01-31T04:00:00Z, or an offset such as +01:00`);
}

function durationOf(text: string): Duration {
  const milliseconds = parseDuration(text.replace(/^-/, ''));
  if (milliseconds === undefined) throw new TimeTextInvalid(`"${text}" is no duration: write 90s, 15m, 2h, 7d or PT2H`);
  return Duration.fromMilliseconds(text.startsWith('-') ? -milliseconds : milliseconds);
}

/** The calendar fields of CEL; each takes the wall time as if it were UTC. */
const calendarFields: Readonly<Record<string, (wall: Date) => number>> = {
  getFullYear: (wall) => wall.getUTCFullYear(),
  getMonth: (wall) => wall.getUTCMonth(),
  getDate: (wall) => wall.getUTCDate(),
  getDayOfMonth: (wall) => wall.getUTCDate() - 1,
  getDayOfWeek: (wall) => wall.getUTCDay(),
  getDayOfYear: (wall) => Math.floor((wall.getTime() - Date.UTC(wall.getUTCFullYear(), 0, 1)) / 86_400_000),
  getHours: (wall) => wall.getUTCHours(),
  getMinutes: (wall) => wall.getUTCMinutes(),
  getSeconds: (wall) => wall.getUTCSeconds(),
  getMilliseconds: (wall) => wall.getUTCMilliseconds(),
};

/** Declares functions: the library takes one for asynchronous unless told otherwise, and adds the place only to its own errors. */
const declareIn =
  (environment: Environment) =>
  (signature: string, handler: RegisteredFunctionHandler): void => {
    const placed = (...values: unknown[]): unknown => {
      try {
        return handler(...values);
      } catch (error) {
        throw new EvaluationError(error instanceof Error ? error.message : 'it failed', undefined, error);
      }
    };
    environment.registerFunction(signature, placed, { async: false });
  };

function addTime(environment: Environment): void {
  const declare = declareIn(environment);
  for (const [name, field] of Object.entries(calendarFields)) {
    declare(`${timestampType}.${ownName(name)}(): int`, (at: Date) => BigInt(field(at)));
    declare(`${timestampType}.${ownName(name)}(string): int`, (at: Date, zone: string) =>
      BigInt(field(new Date(wallMsAt(at.getTime(), zone)))),
    );
  }
  const whole: Readonly<Record<string, number>> = {
    getHours: 3_600_000,
    getMinutes: 60_000,
    getSeconds: 1_000,
    getMilliseconds: 1,
  };
  for (const [name, unitMs] of Object.entries(whole)) {
    declare(`${durationType}.${ownName(name)}(): int`, (length: Duration) =>
      BigInt(Math.trunc(length.valueOf() / unitMs)),
    );
  }
  declare(`own_duration(string): ${durationType}`, durationOf);
  declare(`own_duration(${durationType}): ${durationType}`, (length: Duration) => length);
  declare(`own_timestamp(string): ${timestampType}`, parseTimestamp);
  declare(`own_timestamp(int): ${timestampType}`, (seconds: bigint) => new Date(Number(seconds) * 1_000));
  declare(`own_timestamp(${timestampType}): ${timestampType}`, (at: Date) => at);
  declare(`string(${timestampType}): string`, timestampText);
  declare(`string(${durationType}): string`, (length: Duration) => durationText(length.valueOf()));
  declare(`int(${timestampType}): int`, (at: Date) => BigInt(Math.floor(at.getTime() / 1_000)));
  environment.registerOperator(`-${durationType}`, (length: Duration) => Duration.fromMilliseconds(-length.valueOf()));
  environment.registerOperator(`${durationType} * int: ${durationType}`, (length: Duration, times: bigint) =>
    Duration.fromMilliseconds(length.valueOf() * Number(times)),
  );
}

/** Mixed arithmetic widens to double: `vars.count * 1.2` must work, whatever number JSON brought. */
function addWidening(environment: Environment): void {
  const operators: Readonly<Record<string, (left: number, right: number) => number>> = {
    '+': (left, right) => left + right,
    '-': (left, right) => left - right,
    '*': (left, right) => left * right,
    '/': (left, right) => left / right,
  };
  for (const [operator, compute] of Object.entries(operators)) {
    environment
      .registerOperator(`int ${operator} double: double`, (left: bigint, right: number) => compute(Number(left), right))
      .registerOperator(`double ${operator} int: double`, (left: number, right: bigint) =>
        compute(left, Number(right)),
      );
  }
}

function addHost(environment: Environment): void {
  const declare = declareIn(environment);
  environment.registerType('Host', Host).registerVariable(hostName, 'Host');
  declare('option(Host, string): dyn', (host: Host, name: string) => host.option(name));
  declare('active(Host, string): bool', (host: Host, activity: string) => host.active(activity));
  declare('string.own_matches(Host, string): bool', (text: string, host: Host, pattern: string) =>
    host.matches(text, pattern),
  );
}

/** CEL with our functions; names that it does not know are dynamic, whether they are known is asked elsewhere. */
export function createCelEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 2_000, maxDepth: 100 },
  });
  environment.registerVariable('now', timestampType).registerVariable('vars', 'map');
  addHost(environment);
  addTime(environment);
  addWidening(environment);
  return environment;
}
