import { afterAll, beforeAll } from 'vitest';
import { formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { providerContract } from '../../provider-contract.ts';
import { idOf, ofType, region } from '../cloud-fixture.ts';
import { refusedTags } from '../simulated-stage.ts';
import { startWire, type WireServer } from '../wire/wire-fixture.ts';
import { wireProvider } from './wire-provider.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;
const servers: WireServer[] = [];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
afterAll(async () => {
  await Promise.all(servers.map(({ stop }) => stop()));
  await dynamoDb.stop();
});

providerContract(
  'Alibaba Cloud over HTTP',
  async () => {
    const wire = await startWire(table);
    servers.push(wire);
    const { simulator, accountId, events } = wire;
    const act = async (operation: string, parameters: object = {}) => {
      const call = { product: 'Ecs', operation, parameters: { RegionId: region, ...parameters } };
      return (await simulator.call({ ...call, accountId })).arns;
    };
    return {
      provider: wireProvider(wire),
      accountId,
      types: { disk: 'Ecs-Disk', other: 'Vpc-Eip' },
      makeInstance: async () => ofType(await act('RunInstances'), 'Ecs-Instance'),
      makeDisk: async () => ofType(await act('CreateDisk'), 'Ecs-Disk'),
      attach: async (instance, disk) => {
        await act('AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
      },
      detach: async (instance, disk) => {
        await act('DetachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
      },
      deleteInstance: async (instance) => {
        await act('DeleteInstance', { InstanceId: idOf(instance), Force: true });
      },
      noSuchDisk: formatArn({ type: 'Ecs-Disk', region, accountId, id: 'd-none' }),
      settle: () => {},
      lastTagger: () => {
        const last = events.findLast(({ detail }) => detail.eventName === 'TagResources');
        const identity: unknown = last?.detail.userIdentity;
        return String(
          typeof identity === 'object' && identity !== null && Reflect.get(identity, 'userName'),
        );
      },
    };
  },
  refusedTags,
);
