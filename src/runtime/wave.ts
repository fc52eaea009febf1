import type { After } from '../model/clock.ts';
import { createWave, type Wave } from '../wave/wave.ts';

/** How long a call of a wave may wait for others to go with it. Milliseconds. */
const longestWaitMs = 50;

/** The wave of a process that reconciles. */
export const openWave = (): Wave =>
  createWave({
    afterLongestWait: (act) => {
      const timer = setTimeout(act, longestWaitMs);
      return () => clearTimeout(timer);
    },
  });

/** Does something after so many seconds of the real time. */
export const afterSeconds: After = (seconds, act) => {
  const timer = setTimeout(act, seconds * 1000);
  return () => clearTimeout(timer);
};
