import { isAtOnce } from './turns.ts';

/** One call of a port, before it happens or after. */
export type PortCall = { readonly name: string; readonly when: 'before' | 'after' };

/** A port some of whose calls fail. @param failureOf what a call fails with; undefined: it goes on */
export const failing = <T extends object>(
  port: T,
  failureOf: (call: PortCall) => Error | undefined,
): T =>
  new Proxy(port, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || isAtOnce(name)) return member;
      const failWhere = (when: PortCall['when']): void => {
        const failure = failureOf({ name: String(name), when });
        if (failure !== undefined) throw failure;
      };
      return async (...parameters: readonly unknown[]) => {
        failWhere('before');
        const answer: unknown = await Reflect.apply(member, target, [...parameters]);
        failWhere('after');
        return answer;
      };
    },
  });
