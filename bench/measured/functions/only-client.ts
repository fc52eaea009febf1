import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** A function that makes a DynamoDB client, and reads one item with it. */
export const handler = async (): Promise<object> => {
  const Key = { pk: { S: 'nothing' }, sk: { S: 'nothing' } };
  const { HEIRTAG_STATE_TABLE: TableName } = process.env;
  await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return {};
};
