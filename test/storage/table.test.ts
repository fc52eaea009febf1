import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { openTable } from '../../src/storage/table.ts';
import { createMemoryTable } from '../reliability/memory-table.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from './embedded-dynamodb.ts';
import { describeTable } from './table-contract.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const key = { pk: 'p', sk: 's' };

describe('a DynamoDB table', () => describeTable(async () => (await dynamoDb.createTable()).table));

describe('the table in memory, for tests', () => describeTable(async () => createMemoryTable()));

describe('a batch call that leaves work undone', () => {
  type Undone = (attempt: number, puts: readonly unknown[]) => readonly unknown[];

  /** A database that stores nothing, and says each time what it left undone. */
  const lazyTable = async (undone: Undone) => {
    const asked: number[] = [];
    const server = createServer(async (request, response) => {
      const { RequestItems } = z
        .object({ RequestItems: z.object({ any: z.array(z.unknown()) }) })
        .parse(JSON.parse(await text(request)));
      asked.push(RequestItems.any.length);
      const left = undone(asked.length, RequestItems.any);
      response.end(JSON.stringify({ UnprocessedItems: left.length === 0 ? {} : { any: left } }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    return {
      asked,
      table: openTable(DynamoDBDocumentClient.from(client), 'any'),
      close: () => {
        client.destroy();
        server.close();
      },
    };
  };

  const items = Array.from({ length: 5 }, (_, n) => ({ pk: 'p', sk: `row-${n}` }));

  it('is asked again for what is left, and for nothing else', async () => {
    const lazy = await lazyTable((attempt, puts) => (attempt < 3 ? puts.slice(2) : []));

    await lazy.table.putMany(items);

    expect(lazy.asked).toEqual([5, 3, 1]);
    lazy.close();
  });

  it('is given up as retryable after five times', async () => {
    const lazy = await lazyTable((_, puts) => puts);

    await expect(lazy.table.putMany(items)).rejects.toThrow(RetryableError);

    expect(lazy.asked).toHaveLength(5);
    lazy.close();
  });
});

it('calls a missing table a terminal error that names it', async () => {
  const missing = openTable(dynamoDb.client, 'no-such-table');

  await expect(missing.get(key)).rejects.toThrow(TerminalError);
  await expect(missing.get(key)).rejects.toThrow(/no-such-table/);
});

it('calls an unreachable database a retryable error', async () => {
  const client = new DynamoDBClient({
    endpoint: 'http://127.0.0.1:1',
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const unreachable = openTable(DynamoDBDocumentClient.from(client), 'any');

  await expect(unreachable.get(key)).rejects.toThrow(RetryableError);
});
