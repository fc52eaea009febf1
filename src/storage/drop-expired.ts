import { DeleteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { isConditionFailed } from './dynamodb-errors.ts';
import { expiryAttribute, keyAttributes } from './schema.ts';

const { partition, sort } = keyAttributes;

/**
 * Drops what has expired, as DynamoDB does by itself and the embedded one does not.
 * @param seconds the time, since the epoch @returns how many items
 */
export const dropExpired = async (
  client: DynamoDBDocumentClient,
  name: string,
  seconds: number,
): Promise<number> => {
  const isOver = '#expiry <= :now';
  const expiry = {
    ExpressionAttributeNames: { '#expiry': expiryAttribute },
    ExpressionAttributeValues: { ':now': seconds },
  };
  let dropped = 0;
  let from: Record<string, unknown> | undefined;
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
      const Key = { [partition]: item[partition], [sort]: item[sort] };
      try {
        await client.send(
          new DeleteCommand({ TableName: name, Key, ConditionExpression: isOver, ...expiry }),
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
