import type { Urgency } from '../clouds/call.ts';
import type { After } from '../model/clock.ts';
import { createWave, type Wave } from '../wave/wave.ts';

/**
 * How long a call of a wave may wait for others to go with it: a live event not long; a job until hundreds have
 * written their records, so that equal changes go together. Milliseconds.
 */
const longestWaitMs = { live: 50, later: 2000 } as const satisfies Record<Urgency, number>;

/** A wave of a process that reconciles. */
export const openWave = (urgency: Urgency): Wave =>
  createWave({
    afterLongestWait: (act) => {
      const timer = setTimeout(act, longestWaitMs[urgency]);
      return () => clearTimeout(timer);
    },
  });

/** Does something after so many seconds of the real time. */
export const afterSeconds: After = (seconds, act) => {
  const timer = setTimeout(act, seconds * 1000);
  return () => clearTimeout(timer);
};
