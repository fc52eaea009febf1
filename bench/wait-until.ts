import { setTimeout } from 'node:timers/promises';

/** How time passes: the process's own, unless a test plays it. */
export type Time = {
  /** Milliseconds since whenever. */
  readonly now: () => number;
  /** @param forMs milliseconds */
  readonly pause: (forMs: number) => Promise<unknown>;
};

export type Wait = {
  /** What is waited for, as in "waited 600 s for …". */
  readonly expected: string;
  /** @returns in words what is still in the way; undefined when it is as expected */
  readonly missing: () => Promise<string | undefined>;
  /** Between two looks. Milliseconds. */
  readonly everyMs: number;
  /** After which nothing is waited for any more. Milliseconds. */
  readonly patienceMs: number;
};

const ownTime: Time = { now: () => performance.now(), pause: (forMs) => setTimeout(forMs) };

/**
 * Looks until something is as expected.
 * @throws Error that says what was expected and what was seen last, when patience ends
 */
export const waitUntil = async (
  { expected, missing, everyMs, patienceMs }: Wait,
  { now, pause }: Time = ownTime,
): Promise<void> => {
  const began = now();
  for (;;) {
    const seen = await missing();
    if (seen === undefined) return;
    if (now() - began >= patienceMs) {
      throw new Error(`waited ${patienceMs / 1000} s for ${expected}; seen last: ${seen}`);
    }
    await pause(everyMs);
  }
};
