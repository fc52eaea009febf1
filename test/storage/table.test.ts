import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  const unreachable = openTable(client, 'any');

  await expect(unreachable.get(key)).rejects.toThrow(RetryableError);
});
