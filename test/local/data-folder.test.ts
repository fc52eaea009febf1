import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
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

it('takes a folder back for its owner alone, with all that is in it', () =>
  inFolder(async (folder) => {
    await mkdir(join(folder, 'dynamodb'));
    await writeFile(join(folder, 'dynamodb', 'LOG'), '');
    await chmod(join(folder, 'dynamodb', 'LOG'), 0o664);
    await chmod(join(folder, 'dynamodb'), 0o775);
    await chmod(folder, 0o755);

    const close = await openDataFolder(folder);
    await close();

    const modes = await Promise.all(
      ['', 'dynamodb', 'dynamodb/LOG'].map(
        async (name) => (await stat(join(folder, name))).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o700, 0o700, 0o600]);
  }));

it.each(['pid', 'version', 'lock', 'access-key-secrets.json.new'])('follows no link: %s', (name) =>
  inFolder(async (folder) => {
    const elsewhere = join(folder, 'elsewhere');
    const data = join(folder, 'data');
    await mkdir(data);
    await writeFile(elsewhere, 'theirs');
    await symlink(elsewhere, join(data, name));

    await expect(openDataFolder(data)).rejects.toMatchObject({
      code: 'DataDirectoryUnusable',
      message: expect.stringContaining(`holds a link, ${join(data, name)}`),
    });

    expect(await readFile(elsewhere, 'utf8')).toBe('theirs');
  }),
);

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
      message: `the data in ${folder} cannot be locked: unable to open database file; the file "lock" in it holds no data: if it is damaged, delete it`,
    });
  }));

it('refuses a lock that cannot be one, with the name of the folder', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'lock'), 'this is no database, only a file of that name');

    await expect(openDataFolder(folder)).rejects.toMatchObject({
      code: 'DataDirectoryUnusable',
      message: `the data in ${folder} cannot be locked: file is not a database; the file "lock" in it holds no data: if it is damaged, delete it`,
    });
  }));
