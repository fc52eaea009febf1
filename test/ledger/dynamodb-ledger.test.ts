import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { expiryAttribute } from '../../src/storage/schema.ts';
import { openTable } from '../../src/storage/table.ts';
import { cause, disk, diskRule, earlier, entry, instance, refusal } from '../engine/fixtures.ts';
import { listenOnLoopback } from '../loopback.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { describeLedger } from './ledger-contract.ts';
import { inheriting } from './ledger-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const now = Date.parse('2026-01-15T08:00:00.999Z');

const open = async () => {
  const { table } = await dynamoDb.createTable();
  return { table, ledger: createDynamoDbLedger({ table, clock: () => now }) };
};

describeLedger('DynamoDB', async () => (await open()).ledger);

const origin = { rule: diskRule, primary: instance } as const;

const recordKey = { pk: `ledger#${disk}`, sk: 'record' } as const;

describe('the item of a record', () => {
  it('expires after 30 days only when it has neither entries, nor refusals, nor intent', async () => {
    const { table, ledger } = await open();
    const expiry = async () => (await table.get(recordKey))?.[expiryAttribute];
    const intent = { owner: 'reconcile-1', expiresAt: now, changes: [] } as const;

    const full = await ledger.replace(await ledger.read(disk), {
      ...inheriting(),
      entries: new Map([['cost', entry('cost', 'shanghai')]]),
    });
    expect(await expiry()).toBeUndefined();

    const held = await ledger.replace(full, { ...inheriting(), intent });
    expect(await expiry()).toBeUndefined();

    const refused = await ledger.replace(held, {
      ...inheriting(),
      refusals: new Map([['cost', refusal('cost')]]),
    });
    expect(await expiry()).toBeUndefined();

    await ledger.replace(refused, inheriting());
    expect(await expiry()).toBe(Math.floor(now / 1000) + 30 * 86_400);
  });

  it('is refused with the name of the resource when it is not one of ours', async () => {
    const { table, ledger } = await open();
    await table.put({ ...recordKey, version: 1, intent: null, entries: 'none' }, { kind: 'any' });

    await expect(ledger.read(disk)).rejects.toThrow(TerminalError);
    await expect(ledger.read(disk)).rejects.toThrow(new RegExp(`${disk}[^]*entries`));
  });

  it('names what its entries, its refusals and its intent have in common once', async () => {
    const { table, ledger } = await open();
    const keys = ['cost', 'team', 'owner'];
    const lines = keys.map(
      (key) =>
        ({
          key,
          action: 'set',
          value: '1',
          previous: null,
          ...origin,
          reason: 'inherited',
        }) as const,
    );

    await ledger.replace(await ledger.read(disk), {
      intent: {
        owner: 'r',
        expiresAt: now,
        changes: [{ version: 1, time: earlier, cause, lines }],
      },
      entries: new Map(keys.map((key) => [key, entry(key, '1', { ...origin, cause })])),
      refusals: new Map([['tier', refusal('tier', { ...origin, cause })]]),
    });

    const text = JSON.stringify(await table.get(recordKey));
    for (const part of [cause.eventId, origin.rule, origin.primary]) {
      expect(text.split(JSON.stringify(part))).toHaveLength(2);
    }
  });

  it('is read as it was stored before it named anything once', async () => {
    const { table, ledger } = await open();
    const before = entry('cost', '1', { ...origin, cause });
    await table.put(
      { ...recordKey, version: 3, intent: null, entries: [before], refusals: [refusal('tier')] },
      { kind: 'any' },
    );

    expect(await ledger.read(disk)).toEqual({
      arn: disk,
      version: 3,
      intent: null,
      entries: new Map([['cost', before]]),
      refusals: new Map([['tier', refusal('tier')]]),
    });
  });

  it('is refused with the name of the resource when it refers to what it does not hold', async () => {
    const { table, ledger } = await open();
    const broken = { ...entry('cost', '1'), primary: 1 };
    const shared = { causes: [], rules: [], primaries: [instance] };
    await table.put(
      { ...recordKey, version: 1, intent: null, entries: [broken], shared },
      { kind: 'any' },
    );

    await expect(ledger.read(disk)).rejects.toThrow(TerminalError);
    await expect(ledger.read(disk)).rejects.toThrow(
      `the ledger record of ${disk} cannot be read: it refers to number 1 of its primaries, of which it has 1`,
    );
  });

  it('holds the entries of 20 tags of the longest keys and values', async () => {
    const { ledger } = await open();
    const entries = Array.from({ length: 20 }, (_, n) =>
      entry(`${n}`.padEnd(128, '键'), '值'.repeat(256), { displaced: '旧'.repeat(256) }),
    );

    await ledger.replace(await ledger.read(disk), {
      ...inheriting(),
      entries: new Map(entries.map((each) => [each.key, each])),
    });

    expect([...(await ledger.read(disk)).entries.values()]).toEqual(entries);
  });
});

it('calls a database that answers 5xx in no known form a retryable error', async () => {
  const broken = createServer((_, response) => response.writeHead(503).end('<html>'));
  const { endpoint, stop } = await listenOnLoopback(broken);
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = openTable(client, 'any');

  const reading = createDynamoDbLedger({ table, clock: () => now }).read(disk);

  await expect(reading).rejects.toThrow(RetryableError);
  client.destroy();
  await stop();
});
