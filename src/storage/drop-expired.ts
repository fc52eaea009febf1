import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { toAttributes } from './attributes.ts';
import { isConditionFailed } from './dynamodb-errors.ts';
import { expiryAttribute, keyAttributes } from './schema.ts';

const { partition, sort } = keyAttributes;

/**
 * Drops what has expired, as DynamoDB does by itself and the embedded one does not.
 * @param seconds the time, since the epoch @returns how many items
 */
export const dropExpired = async (
  client: DynamoDBClient,
  name: string,
  seconds: number,
): Promise<number> => {
  const isOver = '#expiry <= :now';
  const expiry = {
    ExpressionAttributeNames: { '#expiry': expiryAttribute },
    ExpressionAttributeValues: toAttributes({ ':now': seconds }),
  };
  let dropped = 0;
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: name,
        FilterExpression: isOver,
        ...expiry,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    for (const item of page.Items ?? []) {
      const { [partition]: pk, [sort]: sk } = item;
      if (pk === undefined || sk === undefined) continue;
      const Key = { [partition]: pk, [sort]: sk };
      try {
        await client.send(
          new DeleteItemCommand({ TableName: name, Key, ConditionExpression: isOver, ...expiry }),
        );
        dropped += 1;
      } catch (error) {
        // Somebody gave it more time meanwhile.
        if (!isConditionFailed(error)) throw error;
      }
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return dropped;
};
