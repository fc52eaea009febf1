import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAwsSecrets } from '../../src/access/aws-secrets.ts';
import { createFileSecrets } from '../../src/access/file-secrets.ts';
import { createSecretReader } from '../../src/access/secret-reader.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { connection } from '../local/embedded-fixture.ts';
import {
  type FakeSecretsManager,
  madeAtSeconds,
  startFakeSecretsManager,
} from './fake-secrets-manager.ts';
import { describeSecretStore } from './secret-store-contract.ts';

describe('secrets in a file', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heirtag-secrets-'));
    file = join(folder, 'secrets.json');
    return () => rm(folder, { recursive: true, force: true });
  });

  describeSecretStore(async () => createFileSecrets(file));

  it('can be read by their owner alone, whatever was there', async () => {
    await writeFile(`${file}.new`, 'left by a crash', { mode: 0o644 });
    const store = createFileSecrets(file);

    await store.create('key/1', 'one');
    await store.create('key/2', 'two');

    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['secrets.json']);
  });

  it('are still there for the next process', async () => {
    await createFileSecrets(file).create('key/1', 'one');

    expect(await createFileSecrets(file).read('key/1')).toBe('one');
  });

  it('are refused when others can read them', async () => {
    const store = createFileSecrets(file);
    await store.create('key/1', 'one');
    await chmod(file, 0o640);

    await expect(store.read('key/1')).rejects.toThrow(TerminalError);
    await expect(store.read('key/1')).rejects.toThrow(
      `the secrets in ${file} can be read by others (mode 640); make it 600`,
    );
  });

  it('are not lost when the file cannot be understood', async () => {
    await writeFile(file, '{"key/1": 1}', { mode: 0o600 });
    const store = createFileSecrets(file);

    await expect(store.create('key/2', 'two')).rejects.toThrow('cannot be read');
    expect(await readFile(file, 'utf8')).toBe('{"key/1": 1}');
  });
});

describe('secrets in Secrets Manager', () => {
  let fake: FakeSecretsManager;
  let client: SecretsManagerClient;

  beforeEach(async () => {
    fake = await startFakeSecretsManager();
    client = new SecretsManagerClient({ ...connection, endpoint: fake.endpoint });
  });
  afterEach(async () => {
    client.destroy();
    await fake.stop();
  });

  const open = () => createAwsSecrets({ client, prefix: 'heirtag/dev/access-keys/', stage: 'dev' });

  describeSecretStore(async () => open());

  it('have the names that the functions may read', async () => {
    await open().create('HTAK1/a', 'one');

    expect([...fake.secrets]).toEqual([['heirtag/dev/access-keys/HTAK1/a', 'one']]);
  });

  it('are tagged with their stage, so that bills and clean-ups find them', async () => {
    await open().create('HTAK1/a', 'one');

    expect([...fake.tags.values()]).toEqual([{ 'heirtag:stage': 'dev' }]);
  });

  it('are listed with their age, page by page, and without those of others', async () => {
    for (const id of ['HTAK1/a', 'HTAK1/b', 'HTAK2/a']) await open().create(id, 'secret');
    fake.secrets.set('copy of heirtag/dev/access-keys/HTAK1/a', 'of somebody else');

    expect(await open().list()).toEqual(
      ['HTAK1/a', 'HTAK1/b', 'HTAK2/a'].map((secretId) => ({
        secretId,
        createdAt: madeAtSeconds * 1000,
      })),
    );
  });

  it.each([
    [400, 'ThrottlingException', RetryableError],
    [500, 'InternalServiceError', RetryableError],
    [400, 'AccessDeniedException', TerminalError],
  ])('fail as others of AWS do: %i %s', async (status, code, kind) => {
    fake.failWith(status, code);
    const store = open();

    await expect(store.read('HTAK1/a')).rejects.toThrow(kind);
    await expect(store.create('HTAK1/a', 'my secret')).rejects.toThrow(kind);
    await expect(store.delete('HTAK1/a')).rejects.toThrow(kind);
    await expect(store.list()).rejects.toThrow(kind);
    await expect(store.create('HTAK1/a', 'my secret')).rejects.not.toThrow('my secret');
  });
});

describe('a reader of secrets', () => {
  it('asks the store once for a secret that is there, and again for one that was not', async () => {
    const asked: string[] = [];
    const read = createSecretReader({
      read: async (secretId) => {
        asked.push(secretId);
        return secretId === 'there' ? 'secret' : undefined;
      },
    });

    const answers = [await read('there'), await read('there'), await read('not')];
    await read('not');

    expect(answers).toEqual(['secret', 'secret', undefined]);
    expect(asked).toEqual(['there', 'not', 'not']);
  });

  it('keeps a thousand at the most', async () => {
    let asked = 0;
    const read = createSecretReader({
      read: async (secretId) => {
        asked += 1;
        return secretId;
      },
    });

    for (let index = 0; index <= 1000; index += 1) await read(`s${index}`);
    await read('s1000');
    expect(asked).toBe(1001);
    await read('s0');

    expect(asked).toBe(1002);
  });
});
