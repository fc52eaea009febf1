import { afterAll, beforeAll } from 'vitest';
import { formatArn } from '../../src/model/arn.ts';
import type { Table } from '../../src/storage/table.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { idOf, openTestCloud, region } from './cloud-fixture.ts';
import { providerContract } from './provider-contract.ts';

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
