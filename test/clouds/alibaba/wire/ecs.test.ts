import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { send } from './wire-client.ts';
import { startWire, type WireServer } from './wire-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let wire: WireServer;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  wire = await startWire((await dynamoDb.createTable()).table);
});
afterEach(() => wire.stop());

const ecs = async (action: string, query: Readonly<Record<string, string>> = {}) => {
  const answer = await send(wire.endpoint, wire.key, {
    version: '2014-05-26',
    action,
    query: { RegionId: 'cn-hangzhou', ...query },
  });
  return { status: answer.status, body: z.looseObject({}).parse(answer.body) };
};

const newDisk = async (query: Readonly<Record<string, string>> = {}): Promise<string> =>
  z.object({ DiskId: z.string() }).parse((await ecs('CreateDisk', query)).body).DiskId;

const newInstance = async (): Promise<string> => {
  const { body } = await ecs('RunInstances');
  const answer = z.object({ InstanceIdSets: z.object({ InstanceIdSet: z.array(z.string()) }) });
  return answer.parse(body).InstanceIdSets.InstanceIdSet[0] ?? '';
};

describe('ECS over the wire', () => {
  it('makes, attaches, tags and describes a disk', async () => {
    const [instance, disk] = [
      await newInstance(),
      await newDisk({ Size: '20', 'Tag.1.Key': 'a', 'Tag.1.Value': '' }),
    ];
    await ecs('AttachDisk', { InstanceId: instance, DiskId: disk });
    await ecs('TagResources', {
      ResourceType: 'disk',
      'ResourceId.1': disk,
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'blue',
    });

    const { status, body } = await ecs('DescribeDisks', { DiskIds: JSON.stringify([disk]) });

    expect(status).toBe(200);
    expect(body).toMatchObject({
      RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      TotalCount: 1,
      Disks: {
        Disk: [
          {
            DiskId: disk,
            Size: 20,
            Status: 'In_use',
            InstanceId: instance,
            Attachments: { Attachment: [{ InstanceId: instance }] },
            Tags: {
              Tag: [
                { TagKey: 'a', TagValue: '' },
                { TagKey: 'team', TagValue: 'blue' },
              ],
            },
          },
        ],
      },
    });
  });
});
