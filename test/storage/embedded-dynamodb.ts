import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable, type Table } from '../../src/storage/table.ts';

export type EmbeddedDynamoDb = {
  readonly client: DynamoDBDocumentClient;
  readonly endpoint: string;
  /** Makes a fresh table; it is gone after `stop`. */
  readonly createTable: () => Promise<{ table: Table; name: string }>;
  readonly stop: () => Promise<void>;
};

/** Names an endpoint of a real or another emulated DynamoDB to run the contract suites against. */
const otherEndpoint = process.env.HEIRTAG_TEST_DYNAMODB_ENDPOINT;

const startServer = async (): Promise<{ endpoint: string; close: () => Promise<void> }> => {
  if (otherEndpoint !== undefined) return { endpoint: otherEndpoint, close: async () => {} };
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/**
 * Starts an in-memory DynamoDB on loopback, or connects to the endpoint that the environment
 * variable HEIRTAG_TEST_DYNAMODB_ENDPOINT names.
 */
export const startEmbeddedDynamoDb = async (): Promise<EmbeddedDynamoDb> => {
  const { endpoint, close } = await startServer();
  const raw = new DynamoDBClient({
    endpoint,
    region: process.env.AWS_REGION ?? 'us-east-1',
    ...(otherEndpoint === undefined
      ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {}),
  });
  const client = DynamoDBDocumentClient.from(raw, {
    marshallOptions: { removeUndefinedValues: true },
  });
  const names: string[] = [];
  return {
    client,
    endpoint,
    createTable: async () => {
      const name = `heirtag-test-${randomUUID()}`;
      await createTableIfMissing(raw, name);
      names.push(name);
      return { table: openTable(client, name), name };
    },
    stop: async () => {
      for (const TableName of names) await raw.send(new DeleteTableCommand({ TableName }));
      raw.destroy();
      await close();
    },
  };
};
