import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { RetryableError } from '../model/errors.ts';
import { fromAttributes, toAttributes, type Values } from './attributes.ts';

const maxAttempts = 5;
/** What one BatchWriteItem takes. */
const mostPuts = 25;

/**
 * Does a batch call that may leave some of its work undone, and does that again, a few times, after
 * a pause that doubles.
 * @param call one request; answers what it left undone
 * @throws RetryableError when some is still undone
 */
const untilDone = async <T>(
  what: string,
  work: readonly T[],
  call: (left: readonly T[]) => Promise<readonly T[]>,
): Promise<void> => {
  let left = work;
  for (let tried = 0; left.length > 0; tried += 1) {
    if (tried === maxAttempts) {
      throw new RetryableError({
        code: 'DynamoDb.Unprocessed',
        message: `could not ${what}: ${left.length} of ${work.length} items were left undone ${maxAttempts} times`,
      });
    }
    if (tried > 0) await sleep(Math.random() * 25 * 2 ** tried);
    left = await call(left);
  }
};

/** Reads many items. @param keys at most 100, distinct */
export const getBatch = async (
  client: DynamoDBClient,
  table: string,
  keys: readonly Values[],
): Promise<readonly Values[]> => {
  const found: Values[] = [];
  await untilDone(`read from table ${table}`, keys.map(toAttributes), async (left) => {
    const answer = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [table]: { Keys: [...left], ConsistentRead: true } },
      }),
    );
    found.push(...(answer.Responses?.[table] ?? []).map(fromAttributes));
    return answer.UnprocessedKeys?.[table]?.Keys ?? [];
  });
  return found;
};

/** Writes many items. @param items of distinct keys */
export const putBatches = async (
  client: DynamoDBClient,
  table: string,
  items: readonly Values[],
): Promise<void> => {
  for (let at = 0; at < items.length; at += mostPuts) {
    const puts = items
      .slice(at, at + mostPuts)
      .map((item) => ({ PutRequest: { Item: toAttributes(item) } }));
    await untilDone<object>(`write to table ${table}`, puts, async (left) => {
      const answer = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: [...left] } }),
      );
      return answer.UnprocessedItems?.[table] ?? [];
    });
  }
};
