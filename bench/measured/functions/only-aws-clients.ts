import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { createClients } from '../../../src/clouds/aws/provider/clients.ts';

const client = new DynamoDBClient({});
const clients = createClients({ region: 'us-east-1' });

/** What the worker of AWS can call, made when the function is loaded; and what takes roles. */
export const made = [
  new SQSClient({}),
  new EventBridgeClient({}),
  ...Object.values(clients).map((make) => make()),
  fromTemporaryCredentials({ params: { RoleArn: 'arn:aws:iam::111122223333:role/none' } }),
];

/** A function that makes the clients of the worker of AWS, and reads one item with one. */
export const handler = async (): Promise<object> => {
  const Key = { pk: { S: 'nothing' }, sk: { S: 'nothing' } };
  const { HEIRTAG_STATE_TABLE: TableName } = process.env;
  await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return {};
};
