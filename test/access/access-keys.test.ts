import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessKeyStore, SecretStore } from '../../src/access/access-key.ts';
import { type AccessKeys, createAccessKeys, type NewKey } from '../../src/access/access-keys.ts';
import { createDynamoDbAccessKeys } from '../../src/access/dynamodb-access-keys.ts';
import { ConflictError, NotFoundError, TerminalError } from '../../src/model/errors.ts';
import type { Table } from '../../src/storage/table.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

const accountId = '1000000000000001';
const start = Date.parse('2026-03-01T08:00:00Z');

let dynamoDb: EmbeddedDynamoDb;
let table: Table;
let keys: AccessKeyStore;
let secrets: Map<string, string>;
let time: number;
let accessKeys: AccessKeys;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  ({ table } = await dynamoDb.createTable());
  keys = createDynamoDbAccessKeys({ table });
  secrets = new Map();
  time = start;
  accessKeys = open();
});

let texts = 0;

const secretStore: SecretStore = {
  read: async (secretId) => secrets.get(secretId),
  create: async (secretId, secret) => {
    secrets.set(secretId, secret);
  },
  delete: async (secretId) => {
    secrets.delete(secretId);
  },
  list: async () => [...secrets.keys()].map((secretId) => ({ secretId, createdAt: undefined })),
};

const open = (
  broken: { keys?: Partial<AccessKeyStore>; secrets?: Partial<SecretStore> } = {},
): AccessKeys =>
  createAccessKeys({
    keys: { ...keys, ...broken.keys },
    secrets: { ...secretStore, ...broken.secrets },
    clock: () => time,
    randomText: (length) => {
      texts += 1;
      return String(texts).padStart(length, '0');
    },
  });

const create = (chosen: Partial<NewKey> = {}) =>
  accessKeys.create({
    accountId,
    rights: 'full',
    description: 'Terraform',
    temporaryHours: null,
    principal: 'alice',
    ...chosen,
  });

/** The secrets that a key counts with, now or for a while. */
const secretsOf = async (accessKeyId: string) => {
  const key = await keys.read(accessKeyId);
  const refs = key === undefined ? [] : [key.secret, key.previous].filter((ref) => ref !== null);
  return refs.map(({ secretId }) => secrets.get(secretId));
};

describe('a new key', () => {
  it('is stored as it was asked for, its secret elsewhere', async () => {
    const { key, accessKeySecret, securityToken } = await create();

    expect(key).toEqual({
      accessKeyId: expect.stringMatching(/^HTAK\d{20}$/),
      accountId,
      rights: 'full',
      description: 'Terraform',
      status: 'active',
      secret: { secretId: expect.stringMatching(new RegExp(`^${key.accessKeyId}/`)) },
      previous: null,
      tokenHash: null,
      expiresAt: null,
      version: 1,
      createdAt: '2026-03-01T08:00:00.000Z',
      createdBy: 'alice',
      updatedAt: '2026-03-01T08:00:00.000Z',
    });
    expect(securityToken).toBeNull();
    expect(await keys.read(key.accessKeyId)).toEqual(key);
    expect(await secretsOf(key.accessKeyId)).toEqual([accessKeySecret]);
    const item = await table.get({ pk: 'access-keys', sk: key.accessKeyId });
    expect(JSON.stringify(item)).not.toContain(accessKeySecret);
  });

  it('is temporary when it was asked for, with a token that is not stored', async () => {
    const { key, securityToken } = await create({ temporaryHours: 2 });

    expect(key).toMatchObject({
      accessKeyId: expect.stringMatching(/^STS\./),
      expiresAt: '2026-03-01T10:00:00.000Z',
      tokenHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(securityToken).toHaveLength(64);
    const item = await table.get({ pk: 'access-keys', sk: key.accessKeyId });
    expect(item).not.toHaveProperty('expiresAt');
    expect(JSON.stringify(item)).not.toContain(securityToken);
  });

  it('is none when its secret could not be kept', async () => {
    const broken = open({
      secrets: {
        create: async () => {
          throw new TerminalError({ code: 'x', message: 'no' });
        },
      },
    });

    await expect(
      broken.create({
        accountId,
        rights: 'full',
        description: '',
        temporaryHours: null,
        principal: 'alice',
      }),
    ).rejects.toThrow('no');
    expect((await accessKeys.list({ accountId, cursor: undefined, limit: 10 })).items).toEqual([]);
  });
});

describe('a rotation', () => {
  const rotate = (accessKeyId: string, graceHours: number) =>
    accessKeys.rotate({ accountId, accessKeyId, graceHours });

  it('makes a new secret, and lets the old one count for a while', async () => {
    const { key, accessKeySecret: first } = await create();
    time += 1000;

    const rotated = await rotate(key.accessKeyId, 24);

    expect(rotated.key).toEqual({
      ...key,
      secret: rotated.key.secret,
      previous: { ...key.secret, validUntil: '2026-03-02T08:00:01.000Z' },
      version: 2,
      updatedAt: '2026-03-01T08:00:01.000Z',
    });
    expect(await secretsOf(key.accessKeyId)).toEqual([rotated.accessKeySecret, first]);
  });

  it('forgets the secret before the last one', async () => {
    const { key, accessKeySecret: first } = await create();
    await rotate(key.accessKeyId, 24);

    await rotate(key.accessKeyId, 24);

    expect([...secrets.values()]).toHaveLength(2);
    expect([...secrets.values()]).not.toContain(first);
  });

  it('is refused for a temporary key that has expired', async () => {
    const { key } = await create({ temporaryHours: 1 });
    time += 3_600_000;

    await expect(rotate(key.accessKeyId, 0)).rejects.toMatchObject({
      code: 'AccessKeyNotFound',
      message: expect.stringContaining('has expired at 2026-03-01T09:00:00.000Z'),
    });
    expect((await keys.read(key.accessKeyId))?.version).toBe(1);
  });

  it('forgets the old secret at once without grace', async () => {
    const { key } = await create();

    const { accessKeySecret } = await rotate(key.accessKeyId, 0);

    expect([...secrets.values()]).toEqual([accessKeySecret]);
    expect(await secretsOf(key.accessKeyId)).toEqual([accessKeySecret]);
  });

  it('leaves the old secret good when it dies half-way', async () => {
    const { key, accessKeySecret } = await create();
    const dying = open({
      keys: {
        replace: async () => {
          throw new TerminalError({ code: 'x', message: 'died' });
        },
      },
    });

    await expect(
      dying.rotate({ accountId, accessKeyId: key.accessKeyId, graceHours: 0 }),
    ).rejects.toThrow('died');

    expect(await secretsOf(key.accessKeyId)).toEqual([accessKeySecret]);
    await rotate(key.accessKeyId, 0);
    expect((await keys.read(key.accessKeyId))?.version).toBe(2);
  });

  it('decides anew when somebody else rotated meanwhile; both secrets count', async () => {
    const { key } = await create();

    const [one, two] = await Promise.all([
      rotate(key.accessKeyId, 24),
      rotate(key.accessKeyId, 24),
    ]);

    expect((await secretsOf(key.accessKeyId)).toSorted()).toEqual(
      [one.accessKeySecret, two.accessKeySecret].toSorted(),
    );
  });

  it('is refused for a key of another account, a revoked one, and none', async () => {
    const { key } = await create();
    const foreign = { accountId: '2', accessKeyId: key.accessKeyId, graceHours: 0 };

    await expect(accessKeys.rotate(foreign)).rejects.toThrow(NotFoundError);
    await expect(rotate('nobody', 0)).rejects.toThrow('nobody does not exist in account');
    await accessKeys.revoke({ accountId, accessKeyId: key.accessKeyId });
    await expect(rotate(key.accessKeyId, 0)).rejects.toThrow('is revoked; make a new one');
    expect(secrets.size).toBe(0);
  });
});

describe('a revocation', () => {
  it('ends the key, forgets its secrets, and may come twice', async () => {
    const { key } = await create();
    await accessKeys.rotate({ accountId, accessKeyId: key.accessKeyId, graceHours: 24 });

    const revoked = await accessKeys.revoke({ accountId, accessKeyId: key.accessKeyId });
    await accessKeys.revoke({ accountId, accessKeyId: key.accessKeyId });

    expect(revoked.status).toBe('revoked');
    expect(secrets.size).toBe(0);
  });

  it('forgets at the second time what the first could not', async () => {
    const { key } = await create();
    const dying = open({
      secrets: {
        delete: async () => {
          throw new TerminalError({ code: 'x', message: 'died' });
        },
      },
    });
    const named = { accountId, accessKeyId: key.accessKeyId };
    await expect(dying.revoke(named)).rejects.toThrow('died');
    expect((await keys.read(key.accessKeyId))?.status).toBe('revoked');

    await accessKeys.revoke(named);

    expect(secrets.size).toBe(0);
  });

  it('is refused for a key of another account', async () => {
    const { key } = await create();

    await expect(
      accessKeys.revoke({ accountId: '2', accessKeyId: key.accessKeyId }),
    ).rejects.toThrow(NotFoundError);
    expect((await keys.read(key.accessKeyId))?.status).toBe('active');
  });
});

describe('the list of keys', () => {
  const listed = async (limit: number) => {
    const pages: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await accessKeys.list({ accountId, cursor, limit });
      pages.push(page.items.map(({ description }) => description));
      cursor = page.next;
    } while (cursor !== undefined);
    return pages;
  };

  it("is an account's own, in pages", async () => {
    for (let index = 0; index < 5; index += 1) {
      await create({ description: `mine ${index}` });
      await create({ description: 'theirs', accountId: '2' });
    }

    expect((await listed(2)).map(({ length }) => length)).toEqual([2, 2, 1]);
    expect((await listed(2)).flat()).toEqual(await listed(10).then((pages) => pages.flat()));
    expect((await listed(5)).flat()).toHaveLength(5);
    expect((await listed(5)).flat()).not.toContain('theirs');
  });

  it('is empty where there is none', async () => {
    expect(await listed(10)).toEqual([[]]);
  });
});

describe('the store of keys', () => {
  it('makes a key once, and replaces no version but the one it read', async () => {
    const { key } = await create();

    await expect(keys.create(key)).rejects.toThrow(ConflictError);
    await expect(keys.replace({ ...key, version: 3 })).rejects.toThrow(ConflictError);
    await keys.replace({ ...key, version: 2, description: 'new' });

    expect(await keys.read(key.accessKeyId)).toMatchObject({ version: 2, description: 'new' });
  });

  it('says so when a key cannot be read', async () => {
    await table.put({ pk: 'access-keys', sk: 'HTAK1', rights: 'all' }, { kind: 'any' });

    await expect(keys.read('HTAK1')).rejects.toThrow('the access key HTAK1 cannot be read');
  });
});
