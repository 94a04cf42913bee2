import type { ExecutorServices } from '../../../engine/activity/executor.ts';

/** Members that answer at once and wait for nothing. */
const immediate: ReadonlySet<string | symbol> = new Set(['quote', 'mayName']);

/** The same functions; each that answers later is done after something else. */
export function preceded<Group extends object>(
  group: Group,
  before: (called: string | symbol) => () => Promise<void>,
): Group {
  return new Proxy(group, {
    get: (target, name): unknown => {
      // Of a proxy's target nothing more is known than that it has members.
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || immediate.has(name)) return member;
      const first = before(name);
      return async (...values: unknown[]): Promise<unknown> => {
        await first();
        const answer: unknown = Reflect.apply(member, target, values);
        return answer;
      };
    },
  });
}

/** What is done before a service answers; before what does no more than execute SQL of a definition, something less. */
export interface First {
  readonly anything: () => Promise<void>;
  readonly ownSql: () => Promise<void>;
}

/** SQL of a definition names no table of the engine: what these do cannot depend on what is kept of steps. */
const ownSql: ReadonlySet<string | symbol> = new Set(['run', 'all']);

/** The same services; whatever answers later is done after something else. */
export function allPreceded(services: ExecutorServices, first: First): ExecutorServices {
  return new Proxy(services, {
    get: (target, name): unknown => {
      // As above.
      const member: unknown = Reflect.get(target, name);
      const isGroup = typeof member === 'object' && member !== null && !(member instanceof Map);
      if (!isGroup) return member;
      const before = (called: string | symbol) =>
        name === 'sql' && ownSql.has(called) ? first.ownSql : first.anything;
      return preceded(member, before);
    },
  });
}
