import { createHash } from 'node:crypto';
import type { Clock } from '../model/clock.ts';
import { ConflictError } from '../model/errors.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { ItemKey, Table } from '../storage/table.ts';

/** Remembers which nonces a caller has used, for all processes. */
export type Nonces = {
  /** Uses a nonce up; of several at once only one does. @param caller its access key, or who else signs @returns false when it was used before */
  readonly use: (caller: string, nonce: string) => Promise<boolean>;
  /** True when it was used before; uses nothing up. */
  readonly isUsed: (caller: string, nonce: string) => Promise<boolean>;
};

/** Longer than any request can be within its clock window, which is twice 15 minutes at the most. Seconds. */
const keptSeconds = 3600;

const keyOf = (caller: string, nonce: string): ItemKey => {
  const digest = createHash('sha256').update(nonce).digest('hex');
  return { pk: `nonce#${caller}#${digest}`, sk: 'nonce' };
};

/** Nonces in DynamoDB: one item each, which expires. */
export const createDynamoDbNonces = ({
  table,
  clock,
}: {
  readonly table: Table;
  readonly clock: Clock;
}): Nonces => ({
  use: async (caller, nonce) => {
    const expiresAt = Math.floor(clock() / 1000) + keptSeconds;
    try {
      await table.put(
        { ...keyOf(caller, nonce), [expiryAttribute]: expiresAt },
        { kind: 'absent' },
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return false;
    }
  },
  isUsed: async (caller, nonce) => (await table.get(keyOf(caller, nonce))) !== undefined,
});
