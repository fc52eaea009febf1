import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { sdk, tagClient } from './clients.ts';
import { account, startTagApi, type TestTagApi } from './tag-api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;
let client: ReturnType<typeof tagClient>;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await startTagApi(dynamoDb);
  client = tagClient(api.endpoint, await api.newKey());
  return api.stop;
});

const regionId = 'cn-hangzhou';

const newDisks = async (count: number): Promise<string[]> => {
  const arns: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const answer = await api.cloud.call({
      product: 'Ecs',
      operation: 'CreateDisk',
      parameters: { RegionId: regionId },
      accountId: account,
      caller: { type: 'ram-user', principalId: 'test', userName: 'test' },
    });
    arns.push(...answer.arns);
  }
  return arns;
};

const tag = async (resourceARN: string[], tags: Readonly<Record<string, string>>) => {
  const request = new sdk.TagResourcesRequest({
    regionId,
    resourceARN,
    tags: JSON.stringify(tags),
  });
  const { body } = await client.tagResources(request);
  return body?.failedResources?.failedResource;
};
const untag = async (resourceARN: string[], tagKey: string[]) => {
  const { body } = await client.untagResources(
    new sdk.UntagResourcesRequest({ regionId, resourceARN, tagKey }),
  );
  return body?.failedResources?.failedResource;
};
const list = async (resourceARN: string[], more: object = {}) => {
  const { body } = await client.listTagResources(
    new sdk.ListTagResourcesRequest({ regionId, resourceARN, ...more }),
  );
  return {
    nextToken: body?.nextToken,
    tagResources: (body?.tagResources ?? []).map((each) => ({
      resourceARN: each.resourceARN,
      tags: (each.tags ?? []).map((one) => ({ ...one })),
    })),
  };
};

describe('the tag calls of @alicloud/tag20180828', () => {
  it('set, list and remove tags of the simulated cloud', async () => {
    const [disk = ''] = await newDisks(1);

    expect(await tag([disk], { cost: 'shanghai', team: '蓝' })).toEqual([]);
    expect(await list([disk])).toEqual({
      nextToken: '',
      tagResources: [
        {
          resourceARN: disk,
          tags: [
            { category: 'Custom', key: 'cost', value: 'shanghai' },
            { category: 'Custom', key: 'team', value: '蓝' },
          ],
        },
      ],
    });
    expect(await untag([disk], ['cost'])).toEqual([]);
    expect((await list([disk])).tagResources[0]?.tags).toMatchObject([{ key: 'team' }]);
  });

  it('leave a record of who called, as the cloud does', async () => {
    const [disk = ''] = await newDisks(1);

    await tag([disk], { cost: 'shanghai' });

    expect(api.published.at(-1)).toMatchObject({
      detailType: 'tag:ActionTrail:ApiCall',
      detail: {
        eventName: 'TagResources',
        userIdentity: { accountId: account, principalId: expect.stringMatching(/^HTAK/) },
        requestParameters: { 'ResourceARN.1': disk, Tags: '{"cost":"shanghai"}' },
      },
    });
  });

  it('fail for one resource and not for the others', async () => {
    const [disk = ''] = await newDisks(1);
    const gone = disk.replace(/d-.*/, 'd-gone');

    const failed = await tag([gone, disk], { cost: 'shanghai' });

    expect(failed).toMatchObject([
      { resourceARN: gone, result: { code: 'InvalidResourceId.NotFound' } },
    ]);
    expect((await list([disk])).tagResources[0]?.tags).toMatchObject([{ key: 'cost' }]);
  });

  it("take * for the call's own region and account", async () => {
    const [disk = ''] = await newDisks(1);
    const anywhere = disk.replace(`${regionId}:${account}`, '*:*');

    await tag([anywhere], { cost: 'shanghai' });

    expect((await list([anywhere])).tagResources).toMatchObject([{ resourceARN: disk }]);
  });

  it('list in pages, by tags, and by whose tags they are', async () => {
    const disks = await newDisks(5);
    await tag(disks, { cost: 'shanghai' });
    await tag(disks.slice(3), { team: 'blue' });

    const first = await list(disks, { pageSize: 2 });
    const second = await list(disks, { pageSize: 2, nextToken: first.nextToken });
    const third = await list(disks, { pageSize: 2, nextToken: second.nextToken });
    const blue = await list(disks, { tags: '{"team":"blue","cost":"shanghai"}' });
    const system = await list(disks, { category: 'System' });

    const arnsOf = ({ tagResources }: typeof first) =>
      tagResources.map(({ resourceARN }) => resourceARN);
    expect([first, second, third].flatMap(arnsOf)).toEqual(disks);
    expect(third.nextToken).toBe('');
    expect(arnsOf(blue)).toEqual(disks.slice(3));
    expect(system.tagResources.flatMap(({ tags }) => tags)).toEqual([]);
  });

  it.each([
    ['no resource', () => list([]), 'MissingParameter.ResourceARN'],
    [
      '51 resources',
      () => list(Array.from({ length: 51 }, () => 'arn')),
      'InvalidParameter.ResourceARN',
    ],
    ['no page', () => list(['arn'], { pageSize: 0 }), 'InvalidParameter.PageSize'],
    ['a made-up token', () => list(['arn'], { nextToken: 'abc' }), 'InvalidParameter.NextToken'],
    ['another category', () => list(['arn'], { category: 'Mine' }), 'InvalidParameter.Category'],
    ['a reserved key', () => tag(['arn'], { 'acs:x': 'y' }), 'InvalidParameter.TagKey'],
    [
      '11 keys',
      () =>
        untag(
          ['arn'],
          Array.from({ length: 11 }, (_, at) => `k${at}`),
        ),
      'InvalidParameter.TagKey',
    ],
  ])('throw for %s', async (_, call, code) => {
    await expect(call()).rejects.toMatchObject({ name: 'ClientError', statusCode: 400, code });
  });

  it('are not there where there is no cloud', async () => {
    const bare = await startTagApi(dynamoDb, { isWithoutCloud: true });
    client = tagClient(bare.endpoint, await bare.newKey());

    const error: unknown = await list(['arn']).catch((thrown: unknown) => thrown);
    await bare.stop();

    expect(error).toMatchObject({ statusCode: 404, code: 'InvalidAction.NotFound' });
  });

  it('write nothing with a key that may only read', async () => {
    const [disk = ''] = await newDisks(1);
    client = tagClient(api.endpoint, await api.newKey({ rights: 'readOnly' }));

    await expect(tag([disk], { cost: 'x' })).rejects.toMatchObject({
      code: 'NoPermission.Operator',
    });
    await expect(untag([disk], ['x'])).rejects.toMatchObject({ code: 'NoPermission.Operator' });
    expect((await list([disk])).tagResources).toMatchObject([{ tags: [] }]);
  });
});
