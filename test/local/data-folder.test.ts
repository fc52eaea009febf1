import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDataFolder } from '../../src/local/data-folder.ts';
import { InvalidInputError } from '../../src/model/errors.ts';
import { inFolder } from './embedded-fixture.ts';

it('makes a folder that only its owner can read', () =>
  inFolder(async (parent) => {
    const folder = join(parent, 'deep', 'new');

    const close = await openDataFolder(folder);

    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await close();
  }));

it('refuses a folder that somebody has open, until they close it', () =>
  inFolder(async (folder) => {
    const close = await openDataFolder(folder);

    for (let time = 0; time < 2; time += 1) {
      const second = openDataFolder(folder);
      await expect(second).rejects.toThrow(InvalidInputError);
      await expect(second).rejects.toMatchObject({
        code: 'DataDirectoryUnusable',
        message: `the data in ${folder} is in use by another runner (process ${process.pid}); stop it, or choose another --data`,
      });
    }

    await close();
    await (await openDataFolder(folder))();
  }));

it('refuses data of another version, and does not keep the folder then', () =>
  inFolder(async (folder) => {
    await (await openDataFolder(folder))();
    const ours = await readFile(join(folder, 'version'), 'utf8');
    await writeFile(join(folder, 'version'), '999\n');

    await expect(openDataFolder(folder)).rejects.toThrow(/is of version 999; this runner reads/);

    await writeFile(join(folder, 'version'), ours);
    await (await openDataFolder(folder))();
  }));

it('says why a folder cannot be used', async () => {
  const opening = openDataFolder('/dev/null/data');

  await expect(opening).rejects.toMatchObject({
    code: 'DataDirectoryUnusable',
    message: expect.stringMatching(/^the data in \/dev\/null\/data cannot be opened: .+/),
  });
});

it('says so when there can be no lock', () =>
  inFolder(async (folder) => {
    await mkdir(join(folder, 'lock'));

    await expect(openDataFolder(folder)).rejects.toMatchObject({
      code: 'DataDirectoryUnusable',
      message: `the data in ${folder} cannot be locked: unable to open database file`,
    });
  }));

it('refuses a lock that cannot be one, with the name of the folder', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'lock'), 'this is no database, only a file of that name');

    await expect(openDataFolder(folder)).rejects.toMatchObject({
      code: 'DataDirectoryUnusable',
      message: `the data in ${folder} cannot be locked: file is not a database`,
    });
  }));
