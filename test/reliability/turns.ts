import { setImmediate as settle } from 'node:timers/promises';
import type { Random } from './random.ts';

/** Lets many tasks go on one step at a time, in an order drawn by chance. */
export type Turns = {
  /** Resolves when it is this task's turn. */
  readonly wait: () => Promise<void>;
  /**
   * Wraps every method of a port, so that each call waits for its turn, before it and after it. Some calls
   * begin late, so that others get a whole look done between two of one that stalls.
   */
  readonly over: <T extends object>(port: T) => T;
  /** Gives turns until nobody waits any more. From then on nobody waits at all. */
  readonly play: () => Promise<void>;
};

const atOnce: ReadonlySet<string | symbol> = new Set([
  'maxTagsPerResource',
  'tagCallsFor',
  'isOurs',
  // Its tag calls are a port of their own: `overTagCalls`.
  'write',
]);

/** What a port answers without asking anybody. */
export const isAtOnce = (name: string | symbol): boolean => atOnce.has(name);

/** One call in so many begins late, by fewer turns than this. */
const stallsOneIn = 12;
const mostTurns = 80;

/** Ticks without anybody waiting for a turn: reconciles of a wave wait some for each other. */
const quietTicks = 5;

export const createTurns = (random: Random): Turns => {
  const waiting: (() => void)[] = [];
  let isOver = false;
  const wait = async (): Promise<void> => {
    if (!isOver) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const stall = async (): Promise<void> => {
    if (isOver || !random.isOneIn(stallsOneIn)) return;
    for (let turns = random.below(mostTurns); turns > 0; turns -= 1) await wait();
  };

  return {
    wait,
    over: (port) =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function' || isAtOnce(name)) return member;
          return async (...parameters: readonly unknown[]) => {
            await wait();
            await stall();
            const answer: unknown = await Reflect.apply(member, target, [...parameters]);
            await wait();
            return answer;
          };
        },
      }),
    play: async () => {
      for (let quiet = 0; quiet < quietTicks; quiet += 1) {
        await settle();
        const [next] = waiting.splice(random.below(waiting.length), 1);
        if (next === undefined) continue;
        quiet = -1;
        next();
      }
      isOver = true;
    },
  };
};
