import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dropExpired } from '../../src/storage/drop-expired.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from './embedded-dynamodb.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

it('drops what has expired, and nothing else, however much there is', async () => {
  const { table, name } = await dynamoDb.createTable();
  const long = 'x'.repeat(100_000);
  for (let index = 0; index < 30; index += 1) {
    await table.put({ pk: `over${index}`, sk: 's', expiresAt: 1000, long }, { kind: 'any' });
  }
  await table.put({ pk: 'later', sk: 's', expiresAt: 1001 }, { kind: 'any' });
  await table.put({ pk: 'never', sk: 's' }, { kind: 'any' });

  const dropped = await dropExpired(dynamoDb.client, name, 1000);

  expect(dropped).toBe(30);
  expect(await table.get({ pk: 'over0', sk: 's' })).toBeUndefined();
  expect(await dropExpired(dynamoDb.client, name, 1000)).toBe(0);
  expect(await table.get({ pk: 'later', sk: 's' })).toBeDefined();
  expect(await table.get({ pk: 'never', sk: 's' })).toBeDefined();
});

it('leaves what was given more time after it was found', async () => {
  const { table, name } = await dynamoDb.createTable();
  await table.put({ pk: 'kept', sk: 's', expiresAt: 1000 }, { kind: 'any' });
  const client = new DynamoDBClient({
    endpoint: dynamoDb.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const answer = await next(call);
        if (commandName === 'ScanCommand') {
          await table.put({ pk: 'kept', sk: 's', expiresAt: 2000 }, { kind: 'any' });
        }
        return answer;
      },
    { step: 'initialize', name: 'giveMoreTime' },
  );

  const dropped = await dropExpired(client, name, 1000);

  expect(dropped).toBe(0);
  expect(await table.get({ pk: 'kept', sk: 's' })).toMatchObject({ expiresAt: 2000 });
  client.destroy();
});
