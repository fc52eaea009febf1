import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey, SecretStore } from '../../src/access/access-key.ts';
import { createSecretUpkeep } from '../../src/access/secret-upkeep.ts';
import { memorySecrets } from './memory-secrets.ts';

const now = Date.parse('2026-03-01T08:00:00Z');
const hourMs = 3_600_000;
const at = (hours: number): string => new Date(now + hours * hourMs).toISOString();

let secrets: SecretStore;
let keys: Map<string, AccessKey>;
let createdAt: number | undefined;

beforeEach(() => {
  secrets = memorySecrets();
  keys = new Map();
  createdAt = now - 30 * 24 * hourMs;
});

const keep = async (key: Partial<AccessKey> & Pick<AccessKey, 'accessKeyId'>): Promise<void> => {
  const { accessKeyId } = key;
  keys.set(accessKeyId, {
    accountId: '1000000000000001',
    rights: 'full',
    description: '',
    status: 'active',
    secret: { secretId: `${accessKeyId}/now` },
    previous: null,
    tokenHash: null,
    expiresAt: null,
    version: 1,
    createdAt: at(-720),
    createdBy: 'operator',
    updatedAt: at(-720),
    ...key,
  });
  for (const name of ['now', 'before']) await secrets.create(`${accessKeyId}/${name}`, 'secret');
};

const upkeep = () =>
  createSecretUpkeep({
    keys: { read: async (accessKeyId) => keys.get(accessKeyId) },
    secrets: {
      ...secrets,
      list: async () => (await secrets.list()).map((each) => ({ ...each, createdAt })),
    },
    clock: () => now,
  });

const left = async (): Promise<readonly string[]> =>
  (await secrets.list()).map(({ secretId }) => secretId).sort();

describe('the upkeep of secrets', () => {
  it('keeps those that sign, and the one before a rotation while it counts', async () => {
    await keep({
      accessKeyId: 'HTAK1',
      previous: { secretId: 'HTAK1/before', validUntil: at(1) },
    });
    await keep({ accessKeyId: 'STS.1', expiresAt: at(1) });

    expect(await upkeep().removeUnused()).toBe(1);
    expect(await left()).toEqual(['HTAK1/before', 'HTAK1/now', 'STS.1/now']);
  });

  it.each<[string, Partial<AccessKey>]>([
    ['expired', { expiresAt: at(-1) }],
    ['was revoked', { status: 'revoked' }],
  ])('removes all of a key that %s', async (_, fields) => {
    await keep({ accessKeyId: 'HTAK1', ...fields });

    await upkeep().removeUnused();

    expect(await left()).toEqual([]);
  });

  it('removes the one before a rotation when it does not count any more', async () => {
    await keep({
      accessKeyId: 'HTAK1',
      previous: { secretId: 'HTAK1/before', validUntil: at(0) },
    });

    await upkeep().removeUnused();

    expect(await left()).toEqual(['HTAK1/now']);
  });

  it('removes what a crash left without a key, once its key cannot come any more', async () => {
    await secrets.create('HTAK9/lost', 'secret');

    createdAt = now - 23 * hourMs;
    await upkeep().removeUnused();
    const young = await left();
    createdAt = now - 24 * hourMs;
    await upkeep().removeUnused();

    expect([young, await left()]).toEqual([['HTAK9/lost'], []]);
  });

  it('removes all when the stage goes, however young', async () => {
    await keep({ accessKeyId: 'HTAK1' });
    createdAt = now;

    expect(await upkeep().removeAll()).toBe(2);
    expect(await left()).toEqual([]);
  });
});
