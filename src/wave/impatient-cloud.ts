import type { CloudProvider } from '../clouds/provider.ts';
import { RetryableError } from '../model/errors.ts';

export type Deadline = {
  /** The longest that one call may take. */
  readonly seconds: number;
  /** Does something after so many seconds. @returns what calls it off */
  readonly after: (seconds: number, act: () => void) => () => void;
};

/**
 * A cloud none of whose calls takes longer than a deadline: one that never answers fails, so that a
 * call for many can be made again for fewer, and the function's time is not used up. A tag call that
 * did not answer may still arrive.
 */
export const impatientCloud = (
  cloud: CloudProvider,
  { seconds, after }: Deadline,
): CloudProvider => {
  const within = <T>(what: string, call: Promise<T>, details: object = {}): Promise<T> => {
    const { promise, reject } = Promise.withResolvers<never>();
    const callOff = after(seconds, () => {
      const message = `${what} was not answered within ${seconds} s`;
      reject(new RetryableError({ code: 'NoAnswer', message, details: { ...details } }));
    });
    return Promise.race([call, promise]).finally(callOff);
  };
  const mayArrive = { mayHaveHappened: true };
  return {
    ...cloud,
    describe: (arns) => within(`describing ${arns.join(', ')}`, cloud.describe(arns)),
    heirs: (primary, type, cursor) =>
      within(`listing the ${type} of ${primary}`, cloud.heirs(primary, type, cursor)),
    list: (accountId, type, cursor) =>
      within(`listing the ${type} of account ${accountId}`, cloud.list(accountId, type, cursor)),
    setTags: (arns, tags) =>
      within(`setting tags of ${arns.join(', ')}`, cloud.setTags(arns, tags), mayArrive),
    removeTags: (arns, keys) =>
      within(`removing tags of ${arns.join(', ')}`, cloud.removeTags(arns, keys), mayArrive),
  };
};
