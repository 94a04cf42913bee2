/** Members that answer at once and wait for nothing. */
const immediate: ReadonlySet<string | symbol> = new Set(['quote', 'mayName']);

/** The same functions; each that answers later is done after something else. */
export function preceded<Group extends object>(group: Group, first: () => Promise<void>): Group {
  return new Proxy(group, {
    get: (target, name): unknown => {
      // Of a proxy's target nothing more is known than that it has members.
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || immediate.has(name)) return member;
      return async (...values: unknown[]): Promise<unknown> => {
        await first();
        const answer: unknown = Reflect.apply(member, target, values);
        return answer;
      };
    },
  });
}

/** The same services; whatever answers later is done after something else. */
export function allPreceded<Services extends object>(services: Services, first: () => Promise<void>): Services {
  return new Proxy(services, {
    get: (target, name): unknown => {
      // As above.
      const member: unknown = Reflect.get(target, name);
      const isGroup = typeof member === 'object' && member !== null && !(member instanceof Map);
      return isGroup ? preceded(member, first) : member;
    },
  });
}
