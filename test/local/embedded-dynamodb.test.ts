import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { type EmbeddedServer, startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable, type Table } from '../../src/storage/table.ts';
import { connection, inFolder } from './embedded-fixture.ts';

/** Opens the database of a folder and one table in it for the time that `work` takes. */
const running = async (
  folder: string,
  work: (table: Table, server: EmbeddedServer) => Promise<void>,
): Promise<void> => {
  const server = await startEmbeddedDynamoDb(folder);
  const client = new DynamoDBClient({ ...connection, endpoint: server.endpoint });
  try {
    await createTableIfMissing(client, 'state');
    await work(openTable(DynamoDBDocumentClient.from(client), 'state'), server);
  } finally {
    client.destroy();
    await server.stop();
  }
};

const key = { pk: 'p', sk: 's' } as const;

it('keeps tables and items over a restart', () =>
  inFolder(async (folder) => {
    await running(folder, (table) => table.put({ ...key, version: 7 }, { kind: 'any' }));

    await running(folder, async (table) => {
      expect(await table.get(key)).toEqual({ ...key, version: 7 });
    });
  }));

it('makes a folder that is not there yet', () =>
  inFolder((folder) =>
    running(join(folder, 'new'), async (table) => {
      await table.put(key, { kind: 'absent' });

      expect(await table.get(key)).toEqual(key);
    }),
  ));

it('listens on loopback', () =>
  inFolder((folder) =>
    running(folder, async (_, { endpoint }) => {
      expect(new URL(endpoint).hostname).toBe('127.0.0.1');
    }),
  ));
