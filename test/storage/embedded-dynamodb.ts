import { randomUUID } from 'node:crypto';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startEmbeddedDynamoDb as startDynalite } from '../../src/local/embedded-dynamodb.ts';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable, type Table } from '../../src/storage/table.ts';
import { listenFor } from '../loopback.ts';

export type EmbeddedDynamoDb = {
  readonly client: DynamoDBClient;
  /** For clients that a test makes itself. */
  readonly endpoint: string;
  /** Makes a fresh table; it is gone after `stop`. */
  readonly createTable: () => Promise<{ table: Table; name: string }>;
  readonly stop: () => Promise<void>;
};

/** Names an endpoint of a real or another emulated DynamoDB to run the contract suites against. */
const otherEndpoint = process.env.HEIRTAG_TEST_DYNAMODB_ENDPOINT;

const startServer = async () => {
  const region = process.env.AWS_REGION ?? 'us-east-1';
  if (otherEndpoint !== undefined) {
    return {
      endpoint: otherEndpoint,
      reach: { endpoint: otherEndpoint, region },
      stop: async () => {},
    };
  }
  const server = await startDynalite();
  const listening = await listenFor(server);
  return {
    endpoint: listening.endpoint,
    reach: { ...server.reach, region },
    stop: async () => {
      await listening.stop();
      await server.stop();
    },
  };
};

/**
 * Starts an in-memory DynamoDB, or connects to the endpoint that the environment
 * variable HEIRTAG_TEST_DYNAMODB_ENDPOINT names.
 */
export const startEmbeddedDynamoDb = async (): Promise<EmbeddedDynamoDb> => {
  const { endpoint, reach, stop } = await startServer();
  const client = new DynamoDBClient(reach);
  const names: string[] = [];
  return {
    client,
    endpoint,
    createTable: async () => {
      const name = `heirtag-test-${randomUUID()}`;
      await createTableIfMissing(client, name);
      names.push(name);
      return { table: openTable(client, name), name };
    },
    stop: async () => {
      for (const TableName of names) await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
      await stop();
    },
  };
};
