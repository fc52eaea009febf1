import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
});

const issuedSchema = z.looseObject({ accessKeyId: z.string(), accessKeySecret: z.string() });

const make = async (body: object = { rights: 'full' }) => {
  const answer = await api.send('POST', '/v1/access-keys', body);
  expect(answer.status).toBe(201);
  return issuedSchema.parse(answer.body);
};

const listed = async (query = '') => (await api.send('GET', `/v1/access-keys${query}`)).body;

describe('/v1/access-keys', () => {
  it('makes a key and tells its secret once', async () => {
    const issued = await make({ rights: 'readOnly', description: 'Terraform' });

    const { accessKeySecret, securityToken, ...key } = issued;
    expect(issued).toEqual({
      accessKeyId: expect.stringMatching(/^HTAK[0-9A-Za-z]{20}$/),
      accessKeySecret: expect.stringMatching(/^[0-9A-Za-z]{40}$/),
      securityToken: null,
      accountId: '1000000000000001',
      rights: 'readOnly',
      description: 'Terraform',
      status: 'active',
      previousValidUntil: null,
      expiresAt: null,
      createdAt: '2026-03-01T08:00:00.000Z',
      createdBy: 'local',
      updatedAt: '2026-03-01T08:00:00.000Z',
    });
    expect(securityToken).toBeNull();
    expect(await listed()).toEqual({ accessKeys: [key], next: null });
    expect(JSON.stringify(await listed())).not.toContain(accessKeySecret);
  });

  it('makes a temporary key with a token', async () => {
    const issued = await make({ rights: 'full', temporaryHours: 36 });

    expect(issued).toMatchObject({
      accessKeyId: expect.stringMatching(/^STS\./),
      securityToken: expect.stringMatching(/^[0-9A-Za-z]{64}$/),
      expiresAt: '2026-03-02T20:00:00.000Z',
    });
  });

  it('rotates: a new secret, the old one for a day unless said otherwise', async () => {
    const { accessKeyId, accessKeySecret } = await make();
    const path = `/v1/access-keys/${accessKeyId}/rotate`;

    const usual = await api.send('POST', path, {});
    const atOnce = await api.send('POST', path, { graceHours: 0 });

    expect(usual).toMatchObject({
      status: 200,
      body: { accessKeyId, previousValidUntil: '2026-03-02T08:00:00.000Z' },
    });
    expect(issuedSchema.parse(usual.body).accessKeySecret).not.toBe(accessKeySecret);
    expect(atOnce).toMatchObject({ status: 200, body: { accessKeyId, previousValidUntil: null } });
  });

  it('revokes: the key stays in the list, as revoked', async () => {
    const { accessKeyId } = await make();

    const answer = await api.send('DELETE', `/v1/access-keys/${accessKeyId}`);

    expect(answer).toMatchObject({ status: 200, body: { accessKeyId, status: 'revoked' } });
    expect(await listed()).toMatchObject({ accessKeys: [{ accessKeyId, status: 'revoked' }] });
  });

  it("sees an account's own keys alone", async () => {
    const { accessKeyId } = await make();
    const account = '?accountId=2000000000000002';

    const answers = [
      await api.send('POST', `/v1/access-keys/${accessKeyId}/rotate${account}`, {}),
      await api.send('DELETE', `/v1/access-keys/${accessKeyId}${account}`),
    ];

    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 404, body: { code: 'AccessKeyNotFound' } });
    }
    expect(await listed(account)).toEqual({ accessKeys: [], next: null });
  });

  it('lists in pages', async () => {
    for (let index = 0; index < 3; index += 1) await make();

    const first = z
      .object({ accessKeys: z.array(z.unknown()), next: z.string() })
      .parse(await listed('?limit=2'));

    expect(first.accessKeys).toHaveLength(2);
    expect(await listed(`?limit=2&cursor=${first.next}`)).toMatchObject({
      accessKeys: [{ status: 'active' }],
      next: null,
    });
  });

  it('puts makers into the audit trail, but no secret', async () => {
    const { accessKeySecret } = await make();

    const { body, text } = await api.send('GET', '/v1/audit');

    expect(body).toMatchObject({
      entries: [{ action: 'POST /v1/access-keys', outcome: 'done', input: { rights: 'full' } }],
    });
    expect(text).not.toContain(accessKeySecret);
  });

  it.each([
    ['no rights', {}, 'MissingParameter.Rights'],
    ['other rights', { rights: 'admin' }, 'InvalidParameter.Rights'],
    ['too long a life', { rights: 'full', temporaryHours: 37 }, 'InvalidParameter.TemporaryHours'],
    [
      'too long a text',
      { rights: 'full', description: 'x'.repeat(201) },
      'InvalidParameter.Description',
    ],
    ['a secret', { rights: 'full', accessKeySecret: 'mine' }, 'InvalidParameter.AccessKeySecret'],
  ])('refuses %s', async (_, body, code) => {
    const answer = await api.send('POST', '/v1/access-keys', body);

    expect(answer).toMatchObject({ status: 400, body: { code } });
    expect(await listed()).toEqual({ accessKeys: [], next: null });
  });

  it('refuses too long a grace', async () => {
    const { accessKeyId } = await make();

    expect(
      await api.send('POST', `/v1/access-keys/${accessKeyId}/rotate`, { graceHours: 169 }),
    ).toMatchObject({ status: 400, body: { code: 'InvalidParameter.GraceHours' } });
  });

  it('is not there where there is no Tag API', async () => {
    api = await openTestApi(dynamoDb, { isWithoutTagApi: true });

    expect(await api.send('GET', '/v1/access-keys')).toMatchObject({
      status: 404,
      body: { code: 'NotFound' },
    });
  });
});
