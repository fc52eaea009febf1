import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, expect, it, vi } from 'vitest';
import { startExpiryTimer } from '../../src/local/expiry-timer.ts';
import type { LogFields } from '../../src/model/telemetry.ts';
import { startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { connection } from './embedded-fixture.ts';

afterEach(() => {
  vi.useRealTimers();
});

const tenMinutes = 600_000;

const startOn = async () => {
  const dynamoDb = await startEmbeddedDynamoDb();
  const { table, name } = await dynamoDb.createTable();
  const client = new DynamoDBClient({ ...connection, endpoint: dynamoDb.endpoint });
  const errors: LogFields[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (_: string, fields: LogFields) => {
      errors.push(fields);
    },
  };
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  return {
    table,
    errors,
    start: (tableName = name) => startExpiryTimer(client, tableName, log),
    close: async () => {
      client.destroy();
      await dynamoDb.stop();
    },
  };
};

it('drops what has expired every ten minutes, and ends what it began before it stops', async () => {
  const world = await startOn();
  await world.table.put({ pk: 'over', sk: 's', expiresAt: 1000 }, { kind: 'any' });
  const stop = world.start();

  vi.advanceTimersByTime(tenMinutes - 1);
  expect(await world.table.get({ pk: 'over', sk: 's' })).toBeDefined();
  vi.advanceTimersByTime(1);
  await stop();

  expect(await world.table.get({ pk: 'over', sk: 's' })).toBeUndefined();
  expect(vi.getTimerCount()).toBe(0);
  await world.close();
});

it('tells the log when it could not, and goes on', async () => {
  const world = await startOn();
  const stop = world.start('no-such-table');

  vi.advanceTimersByTime(2 * tenMinutes);
  await stop();

  expect(world.errors.length).toBeGreaterThan(0);
  await world.close();
});
