import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { RetryableError } from '../../src/model/errors.ts';
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

const act = (action: string, parameters: unknown, query = '') =>
  api.send('POST', `/v1/simulator/${action}${query}`, parameters);

const diskSchema = z.object({ DiskId: z.string(), Arns: z.array(z.string()) });

const makeDisk = async (parameters: object = {}) => {
  const { body } = await act('Ecs/CreateDisk', { RegionId: 'cn-hangzhou', ...parameters });
  const { DiskId, Arns } = diskSchema.parse(body);
  return { id: DiskId, arn: Arns[0] ?? '' };
};

const tag = { Key: 'cost', Value: 'shanghai' };

describe('POST /v1/simulator/<Product>/<Operation>', () => {
  it("answers the API's own result with request id and ARNs", async () => {
    const { status, body } = await act('Ecs/CreateDisk', { RegionId: 'cn-beijing', Tag: [tag] });

    const { DiskId } = diskSchema.parse(body);
    expect(status).toBe(200);
    expect(body).toEqual({
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      DiskId: expect.stringMatching(/^d-[0-9a-z]{20}$/),
      Arns: [`arn:acs:ecs:cn-beijing:1000000000000001:disk/${DiskId}`],
    });
  });

  it('leaves a record on the bus, in the name of the account and of a person', async () => {
    await act('Ecs/CreateDisk', { RegionId: 'cn-hangzhou' }, '?accountId=42');

    expect(api.published).toHaveLength(1);
    expect(api.published[0]?.detail).toMatchObject({
      eventName: 'CreateDisk',
      recipientAccountId: '42',
      userIdentity: { type: 'ram-user', userName: 'operator' },
    });
  });

  it('names the resources of a call that makes none', async () => {
    const disk = await makeDisk();

    const { status, body } = await act('Ecs/TagResources', {
      RegionId: 'cn-hangzhou',
      ResourceType: 'disk',
      ResourceId: [disk.id],
      Tag: [tag],
    });

    expect([status, body]).toEqual([200, { RequestId: expect.any(String), Arns: [disk.arn] }]);
  });

  it('takes products in any case', async () => {
    const { status } = await act('ecs/CreateDisk', {});

    expect(status).toBe(200);
  });

  it('keeps the resources of accounts apart', async () => {
    const disk = await makeDisk();

    const { status, body } = await act('Ecs/DeleteDisk', { DiskId: disk.id }, '?accountId=42');

    expect([status, body]).toMatchObject([404, { Code: 'InvalidDiskId.NotFound' }]);
  });
});

describe("the simulated cloud's refusals", () => {
  const long = 'x'.repeat(129);

  it.each([
    ['an unknown product', 'Oss/CreateDisk', {}, 404, 'InvalidAction.NotFound'],
    ['an unknown operation', 'Ecs/Explode', {}, 404, 'InvalidAction.NotFound'],
    ['a name of objects', '__proto__/constructor', {}, 404, 'InvalidAction.NotFound'],
    ['an unknown region', 'Ecs/CreateDisk', { RegionId: 'x' }, 404, 'InvalidRegionId.NotFound'],
    ['a wrong region', 'Ecs/CreateDisk', { RegionId: 1 }, 400, 'InvalidParameter.RegionId'],
    ['an unknown parameter', 'Ecs/CreateDisk', { Disk: 1 }, 400, 'InvalidParameter.Disk'],
    ['a wrong type', 'Ecs/CreateDisk', { Size: '1' }, 400, 'InvalidParameter.Size'],
    ['no list', 'Ecs/CreateDisk', { Tag: tag }, 400, 'InvalidParameter.Tag'],
    ['a missing parameter', 'Ecs/DeleteDisk', {}, 400, 'MissingParameter.DiskId'],
    ['no such resource', 'Ecs/DeleteDisk', { DiskId: 'd-0' }, 404, 'InvalidDiskId.NotFound'],
    ['a long key', 'Ecs/CreateDisk', { Tag: [{ Key: long }] }, 400, 'InvalidParameter.TagKey'],
    ['a tag twice', 'Ecs/CreateDisk', { Tag: [tag, tag] }, 403, 'TagKey.Duplication'],
    ['a list for parameters', 'Ecs/CreateDisk', [], 400, 'InvalidParameter.Body'],
    ['null for parameters', 'Ecs/CreateDisk', 'null', 400, 'InvalidParameter.Body'],
    ['a list for ACK', 'Cs/CreateCluster', [], 400, 'InvalidParameter.Body'],
    ['a dry run', 'Ecs/CreateDisk', { DryRun: true }, 400, 'DryRunOperation'],
  ])('tell %s by the code of the cloud', async (_, action, parameters, status, code) => {
    const answer = await act(action, parameters);

    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      RequestId: expect.any(String),
      Code: code,
      Message: expect.any(String),
    });
    expect([api.published, api.reported]).toEqual([[], []]);
  });

  it('tell a resource in the wrong state', async () => {
    const made = await act('Ecs/RunInstances', { Amount: 1 });
    const { Arns } = z.object({ Arns: z.array(z.string()) }).parse(made.body);
    const DiskId = Arns.find((arn) => arn.includes(':disk/'))?.split('/')[1];

    const { status, body } = await act('Ecs/DeleteDisk', { DiskId });

    expect([status, body]).toMatchObject([403, { Code: 'IncorrectDiskStatus' }]);
  });

  it('tell that a resource is full, and leave its tags alone', async () => {
    const Tag = Array.from({ length: 20 }, (_, n) => ({ Key: `k${n}`, Value: '' }));
    const disk = await makeDisk({ Tag });
    const before = await api.send('GET', `/v1/resources/${encodeURIComponent(disk.arn)}`);

    const { status, body } = await act('Ecs/TagResources', {
      ResourceType: 'disk',
      ResourceId: [disk.id],
      Tag: [tag],
    });

    expect([status, body]).toMatchObject([403, { Code: 'QuotaExceed.Tags' }]);
    const after = await api.send('GET', `/v1/resources/${encodeURIComponent(disk.arn)}`);
    expect(after.body).toEqual(before.body);
  });

  it('tell an account that is none', async () => {
    const { status, body } = await act('Ecs/CreateDisk', {}, '?accountId=a%2Fb');

    expect([status, body]).toMatchObject([400, { Code: 'InvalidParameter.AccountId' }]);
    expect(api.published).toEqual([]);
  });

  it('do not show what failed on our side, which the log gets', async () => {
    const cause = new RetryableError({ code: 'Aws.TimeoutError', message: 'no bus at 10.0.0.7' });
    api = await openTestApi(dynamoDb, { bus: { publish: () => Promise.reject(cause) } });

    const { status, body, text } = await act('Ecs/CreateDisk', {});

    expect([status, body]).toMatchObject([503, { Code: 'ServiceUnavailable' }]);
    expect(text).not.toMatch(/10\.0\.0\.7|Aws/);
    expect(api.reported.map(({ fields }) => fields.error)).toEqual([cause]);
  });
});
