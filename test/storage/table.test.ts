import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConflictError, RetryableError, TerminalError } from '../../src/model/errors.ts';
import { openTable } from '../../src/storage/table.ts';
import { createLosingClient, type Loss } from '../reliability/losing-client.ts';
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

describe('a write whose answer is lost', () => {
  const losses: readonly Loss[] = ['one answer', 'every answer'];

  /** Loses answers of the first conditional write, and lets something happen before they are lost. */
  const open = async (loss: Loss) => {
    const { table: others, name } = await dynamoDb.createTable();
    const { client, lose } = createLosingClient(dynamoDb.endpoint);
    lose(0, loss);
    return { others, table: openTable(client, name), client };
  };

  it.each(losses)('makes an item once (%s)', async (loss) => {
    const { table, client } = await open(loss);

    await table.put({ ...key, version: 1 }, { kind: 'absent' });

    expect(await table.get(key)).toEqual({ ...key, version: 1 });
    client.destroy();
  });

  it.each(losses)('replaces the version it expects (%s)', async (loss) => {
    const { table, others, client } = await open(loss);
    await others.put({ ...key, version: 1 }, { kind: 'any' });

    await table.put({ ...key, version: 2 }, { kind: 'version', version: 1 });

    expect(await table.get(key)).toEqual({ ...key, version: 2 });
    client.destroy();
  });

  it.each(losses)('deletes what is old enough (%s)', async (loss) => {
    const { table, others, client } = await open(loss);
    await others.put({ ...key, version: 1 }, { kind: 'any' });

    await table.delete(key, { kind: 'versionAtMost', version: 1 });

    expect(await table.get(key)).toBeUndefined();
    client.destroy();
  });

  it.each(losses)('writes parts once (%s)', async (loss) => {
    const { table, client } = await open(loss);
    const part = { name: 'a', seen: { kind: 'absent', itemVersion: 0 }, version: 1 } as const;

    const item = await table.putParts(key, { parts: [{ ...part, content: {} }], expected: {} });

    expect(item).toMatchObject({ version: 1, a: { version: 1 } });
    expect(await table.get(key)).toEqual(item);
    client.destroy();
  });

  it('knows its own part again when others wrote other parts meanwhile', async () => {
    const { table, others, client } = await open('one answer');
    const part = (name: string) =>
      ({
        parts: [{ name, seen: { kind: 'absent', itemVersion: 0 }, version: 1, content: {} }],
        expected: {},
      }) as const;
    let isFirst = true;
    client.middlewareStack.add(
      (next) => async (call) => {
        const answer = await next(call);
        if (isFirst) await others.putParts(key, part('b'));
        isFirst = false;
        return answer;
      },
      { step: 'deserialize', name: 'writeOther' },
    );

    const item = await table.putParts(key, part('a'));

    expect(item).toMatchObject({ version: 2, a: { version: 1 }, b: { version: 1 } });
    client.destroy();
  });

  it.each(losses)('does not take the equal write of another for its own (%s)', async (loss) => {
    const { table, others, client } = await open(loss);
    client.middlewareStack.add(
      (next) => async (call) => {
        const answer = await next(call);
        await others.put({ ...key, version: 2 }, { kind: 'any' });
        return answer;
      },
      { step: 'deserialize', name: 'writeOver' },
    );

    await expect(
      table.put({ ...key, version: 2 }, { kind: 'version', version: 1 }),
    ).rejects.toThrow(ConflictError);
    client.destroy();
  });
});
