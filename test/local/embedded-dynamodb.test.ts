import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable, type Table } from '../../src/storage/table.ts';
import { inFolder } from './embedded-fixture.ts';

/** Opens the database of a folder and one table in it for the time that `work` takes. */
const running = async (folder: string, work: (table: Table) => Promise<void>): Promise<void> => {
  const server = await startEmbeddedDynamoDb(folder);
  const client = new DynamoDBClient({ ...server.reach, maxAttempts: 1 });
  try {
    await createTableIfMissing(client, 'state');
    await work(openTable(client, 'state'));
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

const bytesIn = async (folder: string): Promise<number> => {
  const files = await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))));
  return files.reduce((sum, { size }) => sum + size, 0);
};

it('keeps nothing of what was written over, though it was queried in between', () =>
  inFolder((folder) =>
    running(folder, async (table) => {
      for (let version = 0; version < 100; version += 1) {
        const text = randomBytes(200_000).toString('base64');
        await table.put({ ...key, version, text }, { kind: 'any' });
        await table.query({ pk: 'p', limit: 1 });
      }

      expect(await bytesIn(folder)).toBeLessThan(25_000_000);
    }),
  ));
