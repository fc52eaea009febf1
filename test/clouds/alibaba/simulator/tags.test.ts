import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../../../src/clouds/alibaba/arn.ts';
import { openResourceStore } from '../../../../src/clouds/alibaba/simulator/resource-store.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { idOf, openTestCloud, type TestCloud } from '../cloud-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;
let cloud: TestCloud;
let disk: Arn;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
beforeEach(async () => {
  cloud = openTestCloud(table);
  disk = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');
  cloud.takeEventNames();
});
afterAll(() => dynamoDb.stop());

const target = (...arns: readonly Arn[]) => ({
  ResourceType: 'disk',
  ResourceId: arns.map(idOf),
});
const tagList = (count: number, prefix = 'key') =>
  Array.from({ length: count }, (_, n) => ({ Key: `${prefix}-${n}`, Value: 'v' }));
const tag = (arn: Arn, ...Tag: readonly { Key: string; Value: string }[]) =>
  cloud.act('Ecs/TagResources', { ...target(arn), Tag });
const cost = { Key: 'cost', Value: 'shanghai' };

describe('TagResources', () => {
  it('sets tags beside those that are there, overwrites equal keys, and leaves one record', async () => {
    await tag(disk, { Key: 'cost', Value: 'hangzhou' }, { Key: 'own', Value: 'kept' });
    cloud.takeEventNames();

    await tag(disk, cost);

    expect(await cloud.tagsOf(disk)).toEqual({ cost: 'shanghai', own: 'kept' });
    expect(cloud.events).toHaveLength(1);
    expect(cloud.events[0]).toMatchObject({
      source: 'acs.ecs',
      detailType: 'ecs:ActionTrail:ApiCall',
      detail: {
        eventName: 'TagResources',
        serviceName: 'Ecs',
        acsRegion: 'cn-hangzhou',
        eventTime: expect.stringMatching(/^2026-03-01T08:00:00(\.000)?Z$/),
        recipientAccountId: cloud.accountId,
        requestParameters: {
          ResourceType: 'disk',
          'ResourceId.1': idOf(disk),
          'Tag.1.Key': 'cost',
          'Tag.1.Value': 'shanghai',
        },
        referencedResources: { 'ACS::ECS::Disk': [idOf(disk)] },
        userIdentity: { type: 'ram-user', userName: 'alice', accountId: cloud.accountId },
      },
    });
  });

  it('emits nothing when nothing changes', async () => {
    await tag(disk, cost);
    cloud.takeEventNames();

    await tag(disk, cost);
    await cloud.act('Ecs/UntagResources', { ...target(disk), TagKey: ['never-there'] });
    await cloud.act('Ecs/RemoveTags', {
      ResourceType: 'disk',
      ResourceId: idOf(disk),
      Tag: [{ Key: 'cost', Value: 'another' }],
    });

    expect(cloud.takeEventNames()).toEqual([]);
  });

  it('takes the resource type in any case', async () => {
    await cloud.act('Ecs/TagResources', {
      ResourceType: 'DISK',
      ResourceId: [idOf(disk)],
      Tag: [cost],
    });

    expect(await cloud.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });

  it('does nothing at all when one of the ids does not exist', async () => {
    await expect(
      cloud.act('Ecs/TagResources', {
        ResourceType: 'disk',
        ResourceId: [idOf(disk), 'd-none'],
        Tag: [cost],
      }),
    ).rejects.toMatchObject({ httpStatus: 404, code: 'InvalidResourceId.NotFound' });

    expect(await cloud.tagsOf(disk)).toEqual({});
    expect(cloud.takeEventNames()).toEqual([]);
  });

  it('does nothing at all when one of the resources has no place', async () => {
    const full = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');
    await tag(full, ...tagList(20));
    cloud.takeEventNames();

    await expect(
      cloud.act('Ecs/TagResources', { ...target(disk, full), Tag: [cost] }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/Quota/) });

    expect(await cloud.tagsOf(disk)).toEqual({});
    expect(cloud.takeEventNames()).toEqual([]);
  });

  it('lets a full resource change the values it has', async () => {
    await tag(disk, ...tagList(20));

    await tag(disk, { Key: 'key-7', Value: 'new' });

    expect((await cloud.tagsOf(disk))['key-7']).toBe('new');
  });

  it('knows the quota of each type', async () => {
    cloud = openTestCloud(table, { maxTagsPerResource: (type) => (type === 'Ecs-Disk' ? 3 : 20) });
    disk = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');

    await tag(disk, ...tagList(3));

    await expect(tag(disk, cost)).rejects.toMatchObject({ code: expect.stringMatching(/Quota/) });
  });

  it('takes 50 ids and 20 tags a call, and no more', async () => {
    const disks: Arn[] = [];
    for (let n = 0; n < 51; n += 1) disks.push(await cloud.make('Ecs-Disk', 'Ecs/CreateDisk'));

    await cloud.act('Ecs/TagResources', { ...target(...disks.slice(0, 50)), Tag: tagList(20) });
    expect(Object.keys(await cloud.tagsOf(disks[49] ?? disk))).toHaveLength(20);

    await expect(
      cloud.act('Ecs/TagResources', { ...target(...disks), Tag: [cost] }),
    ).rejects.toMatchObject({ httpStatus: 400 });
    await expect(
      cloud.act('Ecs/TagResources', { ...target(disk), Tag: tagList(21) }),
    ).rejects.toMatchObject({ httpStatus: 400 });
  });

  it.each([
    ['an empty key', '', 'v'],
    ['a key of 129 characters', 'k'.repeat(129), 'v'],
    ['a value of 129 characters', 'k', 'v'.repeat(129)],
    ['a key that begins with aliyun', 'aliyun-cost', 'v'],
    ['a key that begins with acs:', 'acs:cost', 'v'],
    ['a key with http://', 'see http://x', 'v'],
    ['a value with https://', 'k', 'https://x'],
    ['a key with a line feed', 'cost\ncentre', 'v'],
    ['a key that steers a terminal', 'a\u001b[2J', 'v'],
    ['a key with a reading direction', 'a\u202eb', 'v'],
    ['a key with a sign that tags have not', 'a,b', 'v'],
    ['a value with a control character', 'k', 'v\u0000'],
    ['a value with half a character', 'k', 'v\ud83d'],
    ['a value with a picture', 'k', '😀'],
  ])('refuses %s', async (_, Key, Value) => {
    const refusal = { httpStatus: expect.toSatisfy((status) => status >= 400 && status < 500) };

    await expect(tag(disk, { Key, Value })).rejects.toMatchObject(refusal);
    await expect(
      cloud.act('Tag/TagResources', {
        ResourceARN: [disk],
        Tags: JSON.stringify({ [Key]: Value }),
      }),
    ).rejects.toMatchObject(refusal);
    await expect(
      cloud.act('Slb/CreateLoadBalancer', { Tag: [{ Key, Value }] }),
    ).rejects.toMatchObject(refusal);

    expect(await cloud.tagsOf(disk)).toEqual({});
  });

  it('takes letters and digits of any script, spaces and the signs of tags', async () => {
    const text = 'Kosten 成本 ٣ é e\u0301 _.:#/=+-@';

    await tag(disk, { Key: text, Value: text });

    expect(await cloud.tagsOf(disk)).toEqual({ [text]: text });
  });

  it('refuses a key that is given twice', async () => {
    await expect(tag(disk, cost, { ...cost, Value: 'beijing' })).rejects.toMatchObject({
      httpStatus: 403,
      code: 'TagKey.Duplication',
    });
    expect(await cloud.tagsOf(disk)).toEqual({});
  });

  it('takes the longest key and value, an empty value, and keys that differ in case only', async () => {
    const tags = {
      ['k'.repeat(128)]: 'v'.repeat(128),
      empty: '',
      cost: 'small',
      Cost: 'large',
    };

    await tag(disk, ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })));

    expect(await cloud.tagsOf(disk)).toEqual(tags);
  });

  it('needs ids and tags', async () => {
    for (const parameters of [
      { ResourceType: 'disk', Tag: [cost] },
      { ...target(disk), Tag: [] },
      { ...target(), Tag: [cost] },
    ]) {
      await expect(cloud.act('Ecs/TagResources', parameters)).rejects.toMatchObject({
        httpStatus: 400,
      });
    }
  });
});

describe('UntagResources', () => {
  beforeEach(async () => {
    await tag(disk, cost, { Key: 'own', Value: 'kept' });
    cloud.takeEventNames();
  });

  it('removes the named keys', async () => {
    await cloud.act('Ecs/UntagResources', { ...target(disk), TagKey: ['cost', 'never-there'] });

    expect(await cloud.tagsOf(disk)).toEqual({ own: 'kept' });
    expect(cloud.takeEventNames()).toEqual(['UntagResources']);
  });

  it.each([{}, { TagKey: [] }, { All: false }])(
    'removes nothing when %j names no key',
    async (parameters) => {
      const before = await cloud.tagsOf(disk);

      await expect(
        cloud.act('Ecs/UntagResources', { ...target(disk), ...parameters }),
      ).rejects.toMatchObject({ code: 'MissingParameter.TagKey' });
      expect(await cloud.tagsOf(disk)).toEqual(before);
    },
  );

  it('removes the named keys alone when All is given, too', async () => {
    await cloud.act('Ecs/UntagResources', { ...target(disk), TagKey: ['cost'], All: true });

    expect(Object.keys(await cloud.tagsOf(disk))).not.toHaveLength(0);
  });

  it('removes all with All', async () => {
    await cloud.act('Ecs/UntagResources', { ...target(disk), All: true });

    expect(await cloud.tagsOf(disk)).toEqual({});
  });

  it("leaves the cloud's own tags with All", async () => {
    const store = openResourceStore(table);
    const stored = await store.readRaw(disk);
    if (stored === undefined) throw new Error('the disk is not stored');
    const tags = new Map([...stored.tags, ['aliyun:made-by', 'platform'] as const]);
    await store.write(stored, { ...stored, tags });

    await cloud.act('Ecs/UntagResources', { ...target(disk), All: true });

    expect(await cloud.tagsOf(disk)).toEqual({ 'aliyun:made-by': 'platform' });
  });
});

describe('AddTags and RemoveTags, the older pair', () => {
  const old = () => ({ ResourceType: 'disk', ResourceId: idOf(disk) });

  it('set, and remove by key or by key and value', async () => {
    await cloud.act('Ecs/AddTags', { ...old(), Tag: [cost, { Key: 'a', Value: '1' }] });
    await cloud.act('Ecs/RemoveTags', {
      ...old(),
      Tag: [{ Key: 'cost', Value: 'another' }, { Key: 'a' }],
    });

    expect(await cloud.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(cloud.takeEventNames()).toEqual(['AddTags', 'RemoveTags']);
  });
});

describe('the unified Tag API', () => {
  const Tags = JSON.stringify({ cost: 'shanghai' });

  it('tags resources of several products by ARN and leaves one record', async () => {
    const eip = await cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
    cloud.takeEventNames();

    await cloud.act('Tag/TagResources', { ResourceARN: [disk, eip], Tags });

    expect(await cloud.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(await cloud.tagsOf(eip)).toEqual({ cost: 'shanghai' });
    expect(cloud.events).toHaveLength(1);
    expect(cloud.events[0]).toMatchObject({
      source: 'acs.tag',
      detail: {
        serviceName: 'Tag',
        requestParameters: { 'ResourceARN.1': disk, 'ResourceARN.2': eip, Tags },
      },
    });
  });

  it('says which resources failed and does the others', async () => {
    const full = await cloud.make('Ecs-Disk', 'Ecs/CreateDisk');
    await tag(full, ...tagList(20));
    const gone = disk.replace(/d-.*/, 'd-none');

    const { result } = await cloud.answer('Tag/TagResources', {
      ResourceARN: [gone, disk, full],
      Tags,
    });

    expect(await cloud.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(result).toMatchObject({
      FailedResources: {
        FailedResource: [
          { ResourceARN: gone, Result: { Code: expect.stringContaining('NotFound') } },
          { ResourceARN: full, Result: { Code: 'QuotaExceed.TagsPerResource' } },
        ],
      },
    });
  });

  it('emits nothing when every resource failed or nothing changed', async () => {
    await cloud.act('Tag/TagResources', { ResourceARN: [disk], Tags });
    cloud.takeEventNames();

    await cloud.act('Tag/TagResources', { ResourceARN: [disk, 'no ARN'], Tags });
    await cloud.act('Tag/UntagResources', { ResourceARN: [disk], TagKey: ['other'] });

    expect(cloud.takeEventNames()).toEqual([]);
  });

  it('does not reach into another account', async () => {
    const stranger = openTestCloud(table);

    const { result } = await stranger.answer('Tag/TagResources', { ResourceARN: [disk], Tags });

    expect(JSON.stringify(result)).toContain('NotFound');
    expect(await cloud.tagsOf(disk)).toEqual({});
  });

  it('takes at most 10 tags, and only a JSON text of texts', async () => {
    const many = JSON.stringify(Object.fromEntries(tagList(11).map(({ Key }) => [Key, 'v'])));
    for (const wrong of [many, '{}', '[]', '{"cost":1}', 'cost', 'null']) {
      await expect(
        cloud.act('Tag/TagResources', { ResourceARN: [disk], Tags: wrong }),
      ).rejects.toMatchObject({ httpStatus: 400 });
    }
    expect(await cloud.tagsOf(disk)).toEqual({});
  });
});

it('lists tags by id and by ARN', async () => {
  await tag(disk, cost);

  const byId = await cloud.answer('Ecs/ListTagResources', target(disk));
  const byArn = await cloud.answer('Tag/ListTagResources', { ResourceARN: [disk] });

  expect(byId.result).toMatchObject({
    TagResources: {
      TagResource: [
        { ResourceId: idOf(disk), ResourceType: 'disk', TagKey: 'cost', TagValue: 'shanghai' },
      ],
    },
  });
  expect(byArn.result).toMatchObject({
    TagResources: [{ ResourceARN: disk, Tags: [{ Key: 'cost', Value: 'shanghai' }] }],
  });
  expect(cloud.takeEventNames()).toEqual(['TagResources']);
});

it('tags what it makes', async () => {
  const made = await cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress', { Tag: [cost] });

  expect(await cloud.tagsOf(made)).toEqual({ cost: 'shanghai' });
  await expect(
    cloud.act('Vpc/AllocateEipAddress', { Tag: [{ Key: 'acs:x', Value: 'y' }] }),
  ).rejects.toMatchObject({ httpStatus: 400 });
});
