/** What SQS allows as a visibility timeout: 12 hours. Seconds. */
const longestSeconds = 43_200;

export type RetryDelayInputs = {
  /** Delay of the first retry. Seconds. */
  readonly retrySeconds: number;
  /** How often the message was delivered so far, from 1. */
  readonly receives: number;
  /** From 0 up to, but without, 1. */
  readonly random: () => number;
};

/** How long to put a failed message off: doubles with each delivery, half of it jitter. Whole seconds. */
export const retryDelaySeconds = ({ retrySeconds, receives, random }: RetryDelayInputs): number => {
  const full = retrySeconds * 2 ** Math.max(0, Math.min(receives, 20) - 1);
  return Math.min(longestSeconds, Math.ceil(full / 2 + (full / 2) * random()));
};
