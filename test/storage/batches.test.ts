import { createServer, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { RetryableError } from '../../src/model/errors.ts';
import { openTable, type Table } from '../../src/storage/table.ts';
import { listenOnLoopback } from '../loopback.ts';

/** Pauses that were made, in milliseconds; nobody really waits. */
const pauses = vi.hoisted((): number[] => []);
vi.mock('node:timers/promises', () => ({
  setTimeout: async (milliseconds: number) => {
    pauses.push(milliseconds);
  },
}));

const request = z.object({
  RequestItems: z.object({
    any: z.union([z.array(z.unknown()), z.object({ Keys: z.array(z.unknown()) })]),
  }),
});

/** Says what a call leaves undone. @param attempt 1, 2, … */
type Undone = (attempt: number, work: readonly unknown[]) => readonly unknown[];

const closers: (() => Promise<void>)[] = [];

/** A table of a database that answers as told, and how many items it was asked for each time. */
const startDatabase = async (
  answer: (response: ServerResponse, work: readonly unknown[], attempt: number) => void,
): Promise<{ readonly table: Table; readonly asked: readonly number[] }> => {
  const asked: number[] = [];
  const server = createServer(async (incoming, response) => {
    const { any } = request.parse(await json(incoming)).RequestItems;
    const work = 'Keys' in any ? any.Keys : any;
    asked.push(work.length);
    answer(response, work, asked.length);
  });
  const { endpoint, stop } = await listenOnLoopback(server);
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  closers.push(async () => {
    client.destroy();
    await stop();
  });
  return { asked, table: openTable(client, 'any') };
};

/** Reads: finds what it does not leave undone. */
const lazyReads = (undone: Undone) =>
  startDatabase((response, keys, attempt) => {
    const left = undone(attempt, keys);
    const found = keys.filter((key) => !left.includes(key));
    const UnprocessedKeys = left.length === 0 ? {} : { any: { Keys: left } };
    response.end(JSON.stringify({ Responses: { any: found }, UnprocessedKeys }));
  });

/** Writes: stores nothing. */
const lazyWrites = (undone: Undone) =>
  startDatabase((response, puts, attempt) => {
    const left = undone(attempt, puts);
    response.end(JSON.stringify({ UnprocessedItems: left.length === 0 ? {} : { any: left } }));
  });

const items = Array.from({ length: 5 }, (_, n) => ({ pk: 'p', sk: `row-${n}` }));

/** Without chance, so that it shows how long a pause may be. */
const withFraction = (fraction: number) => {
  vi.spyOn(Math, 'random').mockReturnValue(fraction);
};

beforeEach(() => {
  pauses.length = 0;
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) await close();
});

describe('a write that leaves work undone', () => {
  it('is asked again for what is left, and for nothing else', async () => {
    const { table, asked } = await lazyWrites((attempt, puts) =>
      attempt < 3 ? puts.slice(2) : [],
    );

    await table.putMany(items);

    expect(asked).toEqual([5, 3, 1]);
  });

  it('is given up as retryable after five times', async () => {
    const { table, asked } = await lazyWrites((_, puts) => puts);

    await expect(table.putMany(items)).rejects.toThrow(RetryableError);

    expect(asked).toEqual([5, 5, 5, 5, 5]);
  });
});

describe('a read that leaves work undone', () => {
  it('is asked again for what is left, and finds all of it', async () => {
    const { table, asked } = await lazyReads((attempt, keys) => (attempt < 3 ? keys.slice(2) : []));

    const found = await table.getMany(items);

    expect(asked).toEqual([5, 3, 1]);
    expect(found).toEqual(items);
  });

  it('is given up as retryable after five times, and takes nothing for absent', async () => {
    const { table, asked } = await lazyReads((_, keys) => keys.slice(-1));

    await expect(table.getMany(items)).rejects.toThrow(/1 of 5 items were left undone 5 times/);
    await expect(table.getMany(items)).rejects.toThrow(RetryableError);

    expect(asked.slice(0, 5)).toEqual([5, 1, 1, 1, 1]);
  });
});

describe('the pauses between', () => {
  const giveUp = async () => {
    const { table } = await lazyReads((_, keys) => keys);
    await expect(table.getMany(items)).rejects.toThrow(RetryableError);
    return [...pauses];
  };

  it('double', async () => {
    withFraction(0.5);

    expect(await giveUp()).toEqual([25, 50, 100, 200]);
  });

  it('are left to chance, so that many do not come again together', async () => {
    withFraction(0.25);
    const short = await giveUp();
    pauses.length = 0;
    withFraction(0.75);
    const long = await giveUp();

    expect(short).toEqual([12.5, 25, 50, 100]);
    expect(long).toEqual([37.5, 75, 150, 300]);
  });
});

describe('a batch call that the database refuses', () => {
  it.each([
    ['throttles', 400, 'ProvisionedThroughputExceededException'],
    ['throttles the account', 400, 'RequestLimitExceeded'],
    ['answers 5xx', 500, 'InternalServerError'],
    ['is not there', 503, 'ServiceUnavailable'],
  ])('is tried a few times and then retryable when it %s', async (_, status, code) => {
    const { table, asked } = await startDatabase((response) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${code}` }));
    });

    await expect(table.getMany(items)).rejects.toThrow(RetryableError);

    expect(asked.length).toBeGreaterThan(1);
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it('is done when the client tries it again in time', async () => {
    const { table, asked } = await startDatabase((response, keys, attempt) => {
      if (attempt < 3) response.writeHead(500).end('{}');
      else response.end(JSON.stringify({ Responses: { any: keys } }));
    });

    expect(await table.getMany(items)).toEqual(items);

    expect(asked).toEqual([5, 5, 5]);
  });
});
