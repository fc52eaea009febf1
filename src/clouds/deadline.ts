import { RetryableError } from '../model/errors.ts';
import type { Call } from './provider.ts';

/** Does something after so many seconds. @returns what calls it off */
export type After = (seconds: number, act: () => void) => () => void;

/** How long to wait for the answer of one call. */
export type Deadline = { readonly seconds: number; readonly after: After };

export type Question<Answer> = {
  /** In plain words, for the error: "describing d-1". */
  readonly what: string;
  readonly call: Call;
  /** It may still be done when nobody waits for its answer any more. */
  readonly mayArriveLate?: boolean;
  readonly ask: (call: Call) => Promise<Answer>;
};

/**
 * Waits for an answer no longer than a deadline, or than the caller does; then the call is aborted.
 * @throws RetryableError `NoAnswer`
 */
export const withinDeadline = async <Answer>(
  { seconds, after }: Deadline,
  { what, call, mayArriveLate = false, ask }: Question<Answer>,
): Promise<Answer> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const own = new AbortController();
  const giveUp = (): void => {
    const failure = new RetryableError({
      code: 'NoAnswer',
      message: `${what} was not answered within ${seconds} s`,
      details: mayArriveLate ? { mayHaveHappened: true } : {},
    });
    own.abort(failure);
    reject(failure);
  };
  const callOff = after(seconds, giveUp);
  call.signal.addEventListener('abort', giveUp);
  try {
    return await Promise.race([ask({ ...call, signal: own.signal }), promise]);
  } finally {
    callOff();
    call.signal.removeEventListener('abort', giveUp);
  }
};
