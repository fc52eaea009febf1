import { type Deadline, withinDeadline } from '../clouds/deadline.ts';
import type { CloudProvider } from '../clouds/provider.ts';

/**
 * A cloud none of whose reads takes longer than a deadline: one that never answers fails, so that a call for many
 * can be made again for fewer, and the function's time is not used up. Tag calls have deadlines of their own, for
 * one `write` makes many (`send-tag-calls.ts`).
 */
export const impatientCloud = (cloud: CloudProvider, deadline: Deadline): CloudProvider => ({
  ...cloud,
  describe: (arns, call) =>
    withinDeadline(deadline, {
      what: `describing ${arns.join(', ')}`,
      call,
      ask: (each) => cloud.describe(arns, each),
    }),
  heirs: (primary, type, cursor, call) =>
    withinDeadline(deadline, {
      what: `listing the ${type} of ${primary}`,
      call,
      ask: (each) => cloud.heirs(primary, type, cursor, each),
    }),
  list: (accountId, type, cursor, call) =>
    withinDeadline(deadline, {
      what: `listing the ${type} of account ${accountId}`,
      call,
      ask: (each) => cloud.list(accountId, type, cursor, each),
    }),
});
