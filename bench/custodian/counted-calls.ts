import type { PassedCall } from '../../test/emulators/proxy.ts';

/** Calls of AWS while something was done. */
export type Calls = {
  /** Name → how many. */
  readonly byName: ReadonlyMap<string, number>;
  readonly all: number;
  /** Those that change something. */
  readonly mutating: number;
  /** From the first call to the last answer. Seconds. */
  readonly seconds: number;
};

export type CallCounter = {
  readonly onCall: (call: PassedCall) => void;
  readonly isQuiet: (forMs: number) => boolean;
  /** From the first call since the last `take` to the last answer. Seconds. */
  readonly seconds: () => number;
  /** What was called since the last `take`. */
  readonly take: () => Calls;
};

const isRead = (operation: string): boolean => /^(Describe|Get|List)/.test(operation);

/** Counts the calls that go through a proxy. */
export const countCalls = (): CallCounter => {
  let calls: PassedCall[] = [];
  const secondsOf = (some: readonly PassedCall[]): number => {
    const began = Math.min(...some.map(({ beganAt }) => beganAt));
    const ended = Math.max(...some.map(({ endedAt }) => endedAt));
    return some.length === 0 ? 0 : (ended - began) / 1000;
  };
  return {
    onCall: (call) => {
      calls.push(call);
    },
    isQuiet: (forMs) => performance.now() - (calls.at(-1)?.endedAt ?? 0) >= forMs,
    seconds: () => secondsOf(calls),
    take: () => {
      const taken = calls;
      calls = [];
      const byName = Map.groupBy(taken, ({ operation }) => operation);
      return {
        byName: new Map([...byName].map(([name, some]) => [name, some.length])),
        all: taken.length,
        mutating: taken.filter(({ operation }) => !isRead(operation)).length,
        seconds: secondsOf(taken),
      };
    },
  };
};
