import { setImmediate as nextTick } from 'node:timers/promises';
import type { After, Clock } from '../../src/model/clock.ts';

type Timer = { readonly at: number; readonly act: () => void };

/** Time that passes only when everything that can happen has happened. */
export type VirtualTime = {
  readonly clock: Clock;
  readonly after: After;
  readonly sleep: (seconds: number) => Promise<void>;
  /** Lets time pass until something holds; at the latest when nobody waits for anything any more. */
  readonly playUntil: (isOver: () => boolean) => Promise<void>;
  /** Lets so much time pass. */
  readonly play: (seconds: number) => Promise<void>;
};

/** Turns of the event loop in which what follows from one timer happens. */
const turns = 4;

export const createVirtualTime = (start = 0): VirtualTime => {
  let now = start;
  let timers: readonly Timer[] = [];

  const after: After = (seconds, act) => {
    const timer: Timer = { at: now + seconds * 1000, act };
    const behind = timers.findIndex(({ at }) => at > timer.at);
    const place = behind === -1 ? timers.length : behind;
    timers = [...timers.slice(0, place), timer, ...timers.slice(place)];
    return () => {
      timers = timers.filter((each) => each !== timer);
    };
  };

  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < turns; turn += 1) await nextTick();
  };

  /** Ends the wait of whoever waits for the shortest time. @returns false when nobody does until then */
  const step = (until: number): boolean => {
    const [next, ...others] = timers;
    if (next === undefined || next.at > until) return false;
    timers = others;
    now = Math.max(now, next.at);
    next.act();
    return true;
  };

  const playUntil = async (isOver: () => boolean, end = Number.POSITIVE_INFINITY) => {
    do await settle();
    while (!isOver() && step(end));
  };

  return {
    clock: () => now,
    after,
    sleep: (seconds) =>
      new Promise((resolve) => {
        after(seconds, resolve);
      }),
    playUntil,
    play: async (seconds) => {
      const end = now + seconds * 1000;
      await playUntil(() => false, end);
      now = end;
    },
  };
};
