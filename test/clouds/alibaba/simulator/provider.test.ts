import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import { mayHaveHappened, RetryableError } from '../../../../src/model/errors.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { providerContract } from '../../provider-contract.ts';
import { idOf, openTestCloud, region } from '../cloud-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
afterAll(() => dynamoDb.stop());

providerContract('the simulated cloud', async () => {
  const cloud = openTestCloud(table);
  const { accountId } = cloud;
  return {
    provider: cloud.provider,
    accountId,
    makeInstance: () => cloud.make('Ecs-Instance', 'Ecs/RunInstances'),
    makeDisk: () => cloud.make('Ecs-Disk', 'Ecs/CreateDisk'),
    attach: async (instance, disk) => {
      await cloud.act('Ecs/AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
    },
    detach: async (instance, disk) => {
      await cloud.act('Ecs/DetachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
    },
    deleteInstance: async (instance) => {
      await cloud.act('Ecs/DeleteInstance', { InstanceId: idOf(instance), Force: true });
    },
    noSuchDisk: formatArn({ type: 'Ecs-Disk', region, accountId, id: 'd-none' }),
  };
});

it('says that a tag call may still arrive when the cloud could not end it', async () => {
  let isDown = false;
  const { provider, make, act, tagsOf } = openTestCloud(table, {
    busOf: (bus) => ({
      publish: async (events) => {
        if (isDown) throw new RetryableError({ code: 'Throttling', message: 'slow down' });
        return bus.publish(events);
      },
    }),
  });
  const disk = await make('Ecs-Disk', 'Ecs/CreateDisk');
  isDown = true;

  const failure: unknown = await provider
    .setTags([disk], new Map([['cost', 'a']]))
    .catch((error: unknown) => error);

  expect(failure).toBeInstanceOf(RetryableError);
  expect(mayHaveHappened(failure)).toBe(true);
  isDown = false;
  await act('Ecs/CreateDisk');
  expect(await tagsOf(disk)).toEqual({ cost: 'a' });
});
