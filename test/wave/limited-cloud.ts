import type { Rate } from '../../src/clouds/call.ts';
import type { Clock } from '../../src/model/clock.ts';

/** How a cloud limits calls: a bucket of tokens that fills at a rate. */
export type Limit = {
  /** @returns false when it refuses the call */
  readonly takes: () => boolean;
  readonly taken: () => number;
  readonly refused: () => number;
};

/** A full bucket. */
export const createLimit = ({ perSecond, burst }: Rate, clock: Clock): Limit => {
  let [tokens, at] = [burst, clock()];
  let [taken, refused] = [0, 0];
  return {
    takes: () => {
      tokens = Math.min(burst, tokens + ((clock() - at) / 1000) * perSecond);
      at = clock();
      const isTaken = tokens >= 1;
      if (isTaken) tokens -= 1;
      taken += isTaken ? 1 : 0;
      refused += isTaken ? 0 : 1;
      return isTaken;
    },
    taken: () => taken,
    refused: () => refused,
  };
};
