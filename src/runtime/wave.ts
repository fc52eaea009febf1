import type { Urgency } from '../clouds/call.ts';
import type { After } from '../model/clock.ts';
import { createWave, type Wave } from '../wave/wave.ts';

/**
 * How long a call of a wave may wait for others to go with it: a live event not long; a job, whose equal changes are
 * many, for whoever is held up. Seconds.
 */
const longestWaitSeconds = { live: 0.05, later: 2 } as const satisfies Record<Urgency, number>;

/** Does something after so many seconds of the real time. */
export const afterSeconds: After = (seconds, act) => {
  const timer = setTimeout(act, seconds * 1000);
  return () => clearTimeout(timer);
};

/** A wave of a process that reconciles. @param after by the real time unless given */
export const openWave = (urgency: Urgency, after: After = afterSeconds): Wave =>
  createWave({ afterLongestWait: (act) => after(longestWaitSeconds[urgency], act) });
