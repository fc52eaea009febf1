import { setImmediate as nextTick } from 'node:timers/promises';
import type { Call, CloudProvider } from '../../src/clouds/provider.ts';
import { createLanes, type LaneEvent } from '../../src/wave/lanes.ts';
import type { Troubles } from './troubles.ts';

type Timer = { readonly at: number; readonly act: () => void };

/** The lanes of one process, in a time that passes only while nobody is at work. */
export type TroubledLanes = {
  /** How questions are put to the cloud. */
  readonly call: Call;
  readonly events: readonly LaneEvent[];
  /** Milliseconds that have passed. */
  readonly passed: () => number;
  /** Lets time pass until something ends. */
  readonly play: <T>(work: Promise<T>) => Promise<T>;
  /** Lets no time pass until so many calls hang. */
  readonly untilHung: (count: number) => Promise<void>;
};

/** Time goes on to the next timer when every call at the wire hangs there, so that no deadline ends a call that is answered. */
export const troubledLanes = (provider: CloudProvider, troubles: Troubles): TroubledLanes => {
  const timers = new Set<Timer>();
  const atWire = new Set<symbol>();
  const events: LaneEvent[] = [];
  let now = 0;
  let aborted = troubles.hung();

  const lanes = createLanes({
    rateOf: ({ api, accountId }) => provider.rateOf(api, accountId),
    workers: 1,
    clock: () => now,
    after: (seconds, act) => {
      const timer = { at: now + seconds * 1000, act };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    onEvent: (event) => {
      events.push(event);
    },
  });

  const pass: Call['pass'] = (call, send) =>
    lanes.pass('live')(call, async (signal) => {
      const flight = Symbol(call.what);
      atWire.add(flight);
      signal.addEventListener('abort', () => {
        aborted += 1;
        atWire.delete(flight);
      });
      try {
        return await send(signal);
      } finally {
        atWire.delete(flight);
      }
    });

  const goOn = (): void => {
    if (atWire.size > troubles.hung() - aborted) return;
    const [first] = [...timers].sort((one, other) => one.at - other.at);
    if (first === undefined) return;
    timers.delete(first);
    now = Math.max(now, first.at);
    first.act();
  };

  return {
    call: { pass },
    events,
    passed: () => now,
    play: async (work) => {
      let isOver = false;
      const end = work.finally(() => {
        isOver = true;
      });
      end.catch(() => {});
      while (!isOver) {
        goOn();
        await nextTick();
      }
      return end;
    },
    untilHung: async (count) => {
      while (troubles.hung() < count) await nextTick();
    },
  };
};
