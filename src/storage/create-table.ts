import {
  CreateTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { openRenewal } from './renewal.ts';
import { keyAttributes, renewalKeys } from './schema.ts';
import { openTable } from './table.ts';

const { partition, sort } = keyAttributes;

/** @returns false when there is one already */
const createTable = async (client: DynamoDBClient, name: string): Promise<boolean> => {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: partition, AttributeType: 'S' },
          { AttributeName: sort, AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: partition, KeyType: 'HASH' },
          { AttributeName: sort, KeyType: 'RANGE' },
        ],
      }),
    );
    return true;
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    return false;
  }
};

/** Makes a table of the schema's shape unless it is there, and resolves when it can be used. */
export const createTableIfMissing = async (client: DynamoDBClient, name: string): Promise<void> => {
  const isNew = await createTable(client, name);
  await waitUntilTableExists(
    { client, maxWaitTime: 60, minDelay: 0.02, maxDelay: 2 },
    { TableName: name },
  );
  if (!isNew) return;
  const table = openTable(client, name);
  for (const key of renewalKeys) await openRenewal(table, key).finish();
};
