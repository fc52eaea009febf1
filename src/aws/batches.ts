import { setTimeout as sleep } from 'node:timers/promises';
import { RetryableError } from '../model/errors.ts';

/** Cuts a list into batches of at most `count` items and `bytes` bytes; a larger item stands alone. */
export const inBatches = <T>(
  items: readonly T[],
  sizeOf: (item: T) => number,
  most: { readonly count: number; readonly bytes: number },
): readonly (readonly T[])[] => {
  const batches: T[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const item of items) {
    const size = sizeOf(item);
    const last = batches.at(-1);
    if (last === undefined || last.length === most.count || bytes + size > most.bytes) {
      batches.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return batches;
};

const maxAttempts = 5;

/**
 * Sends a batch whose entries may fail one by one, and sends those again that did, a few times.
 * @param send one call; answers the entries that failed
 * @throws RetryableError when some still fail
 */
export const sendAll = async <T>(
  batch: readonly T[],
  send: (entries: readonly T[]) => Promise<readonly { entry: T; reason: string }[]>,
): Promise<void> => {
  let left = batch;
  let reason = '';
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    if (attempt > 0) await sleep(Math.random() * 50 * 2 ** attempt);
    const failed = await send(left);
    if (failed.length === 0) return;
    left = failed.map(({ entry }) => entry);
    reason = failed[0]?.reason ?? '';
  }
  throw new RetryableError({
    code: 'PartialBatchFailure',
    message: `${left.length} of ${batch.length} entries failed ${maxAttempts} times: ${reason}`,
  });
};
