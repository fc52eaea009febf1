import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { checkTableFiles } from '../../src/local/table-files.ts';
import { createTableIfMissing } from '../../src/storage/create-table.ts';
import { openTable } from '../../src/storage/table.ts';
import { inFolder } from './embedded-fixture.ts';

const blockBytes = 32_768;

/** Opens the database of a folder, and puts as many items of 2,000 bytes into it. */
const fill = async (folder: string, items: number): Promise<void> => {
  const server = await startEmbeddedDynamoDb(folder);
  const client = new DynamoDBClient({ ...server.reach, maxAttempts: 1 });
  try {
    await createTableIfMissing(client, 'state');
    const table = openTable(client, 'state');
    for (let item = 0; item < items; item += 1) {
      await table.put({ pk: 'p', sk: `${item}`, text: 'x'.repeat(2000) }, { kind: 'any' });
    }
  } finally {
    client.destroy();
    await server.stop();
  }
};

/** The one file of a folder that ends so. */
const fileOf = async (folder: string, end: string): Promise<string> => {
  const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith(end));
  return join(folder, name);
};

const damage = async (file: string, at: number): Promise<void> => {
  const bytes = await readFile(file);
  bytes.fill(0xa5, at, at + 100);
  await writeFile(file, bytes);
};

it('takes the files of a database that was closed, opened again, and of none', () =>
  inFolder(async (folder) => {
    await checkTableFiles(join(folder, 'none'));
    await fill(folder, 60);
    await checkTableFiles(folder);
    await fill(folder, 60);

    await checkTableFiles(folder);

    expect((await readdir(folder)).filter((name) => name.endsWith('.ldb'))).not.toEqual([]);
  }));

it('takes a log whose end is cut off or cannot be read, as a killed process may leave it', () =>
  inFolder(async (folder) => {
    await fill(folder, 60);
    const log = await fileOf(folder, '.log');
    const { length } = await readFile(log);

    for (const end of [length - 100, 3 * blockBytes + 1000, 2 * blockBytes + 3, 5]) {
      await truncate(log, end);
      await checkTableFiles(folder);
    }
    await writeFile(log, 'x'.repeat(5000));

    await checkTableFiles(folder);
  }));

it.each([0, 10, 1_000, blockBytes + 5_000, 3 * blockBytes + 2])(
  'refuses a log in whose middle something cannot be read, and names it: at byte %i',
  (at) =>
    inFolder(async (folder) => {
      await fill(folder, 60);
      await damage(await fileOf(folder, '.log'), at);

      await expect(checkTableFiles(folder)).rejects.toThrow(
        /^\d+\.log is damaged: nothing can be read at byte \d+, and more follows$/,
      );
    }),
);

it('refuses a table that does not end as one', () =>
  inFolder(async (folder) => {
    await fill(folder, 60);
    await fill(folder, 0);
    await truncate(await fileOf(folder, '.ldb'), 4_000);

    await expect(checkTableFiles(folder)).rejects.toThrow(
      /^\d+\.ldb is damaged: it has no whole end$/,
    );
  }));

it('takes a table that no one finished, as a process leaves it that is stopped while it puts tables together', () =>
  inFolder(async (folder) => {
    await fill(folder, 60);
    await fill(folder, 0);
    const whole = await readFile(await fileOf(folder, '.ldb'));
    await writeFile(join(folder, '900001.ldb'), whole.subarray(0, 4_000));

    await checkTableFiles(folder);
    await fill(folder, 0);

    expect(await readdir(folder)).not.toContain('900001.ldb');
  }));

it('refuses files without the one that says which of them count: a new database would take their place', () =>
  inFolder(async (folder) => {
    await fill(folder, 1);
    await rm(join(folder, 'CURRENT'));

    await expect(checkTableFiles(folder)).rejects.toThrow('CURRENT is damaged: it is missing');
  }));

it('names a manifest that is missing, and a CURRENT that names none', () =>
  inFolder(async (folder) => {
    await fill(folder, 1);
    const manifest = (await readFile(join(folder, 'CURRENT'), 'utf8')).trim();
    await rm(join(folder, manifest));

    const missing = checkTableFiles(folder);

    await expect(missing).rejects.toThrow(`${manifest} is damaged: it is missing`);
    await writeFile(join(folder, 'CURRENT'), 'x'.repeat(3000));
    await expect(checkTableFiles(folder)).rejects.toThrow(
      'CURRENT is damaged: it names no manifest',
    );
  }));
