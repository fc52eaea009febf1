import type { ApiCall } from '../clouds/call.ts';
import type { After } from '../model/clock.ts';
import { noAnswerCode, RetryableError } from '../model/errors.ts';

/**
 * Waits for an answer no longer than the call may take; then the call is aborted, and whoever asked goes on
 * at once.
 * @throws RetryableError `NoAnswer`
 */
export const withinDeadline = async <T>(
  { what, seconds, mayArriveLate }: Pick<ApiCall, 'what' | 'seconds' | 'mayArriveLate'>,
  after: After,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const own = new AbortController();
  const callOff = after(seconds, () => {
    const failure = new RetryableError({
      code: noAnswerCode,
      message: `${what} was not answered within ${seconds} s`,
      details: mayArriveLate ? { mayHaveHappened: true } : {},
    });
    own.abort(failure);
    reject(failure);
  });
  try {
    return await Promise.race([send(own.signal), promise]);
  } finally {
    callOff();
  }
};
