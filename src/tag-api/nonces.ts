import { createHash } from 'node:crypto';
import type { Clock } from '../model/clock.ts';
import { ConflictError } from '../model/errors.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Table } from '../storage/table.ts';

/** Remembers which nonces a key has used. */
export type Nonces = {
  /** Uses a nonce up. @returns false when it was used before */
  readonly use: (accessKeyId: string, nonce: string) => Promise<boolean>;
};

/** Longer than a request can be within the clock window: twice 15 minutes. Seconds. */
const keptSeconds = 3600;

/** Nonces in DynamoDB: one item each, which expires. */
export const createDynamoDbNonces = ({
  table,
  clock,
}: {
  readonly table: Table;
  readonly clock: Clock;
}): Nonces => ({
  use: async (accessKeyId, nonce) => {
    const digest = createHash('sha256').update(nonce).digest('hex');
    const key = { pk: `nonce#${accessKeyId}#${digest}`, sk: 'nonce' };
    const expiresAt = Math.floor(clock() / 1000) + keptSeconds;
    try {
      await table.put({ ...key, [expiryAttribute]: expiresAt }, { kind: 'absent' });
      return true;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      return false;
    }
  },
});
