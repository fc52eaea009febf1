import { afterAll, beforeAll } from 'vitest';
import { formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { providerContract } from '../../provider-contract.ts';
import { type TroubledStage, troublesContract } from '../../provider-troubles.ts';
import { createTroubles } from '../../troubles.ts';
import { idOf, ofType, region } from '../cloud-fixture.ts';
import { answersInTrouble, refusedTags } from '../simulated-stage.ts';
import { startWire, type WireServer } from '../wire/wire-fixture.ts';
import { openWired, wireProvider } from './wire-provider.ts';

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

const retryAfterSeconds = 3;

/** The wire where calls meet troubles. Its listings have pages of two once cursors are to expire. */
const troubledWire = async (): Promise<TroubledStage> => {
  const wire = await startWire(table);
  servers.push(wire);
  const troubles = createTroubles();
  const unknown: string[] = [];
  wire.disturb = async (call) => {
    const trouble = troubles.meets(call);
    switch (trouble) {
      case undefined:
        return undefined;
      case 'hanging':
        return troubles.hang();
      case 'hidden':
        return { kind: 'forbid' };
      case 'cursor expired':
        return call.parameters.NextToken === undefined
          ? { kind: 'tell', change: (result) => ({ ...result, NextToken: 'over' }) }
          : { kind: 'refuse', httpStatus: 400, code: 'InvalidParameter.NextToken' };
      default: {
        const told = answersInTrouble[trouble] ?? { httpStatus: 500, code: trouble };
        const wait = trouble === 'throttled' ? { retryAfterMs: retryAfterSeconds * 1000 } : {};
        return { kind: 'refuse', ...told, ...wait };
      }
    }
  };
  const { accountId, simulator } = wire;
  return {
    openAt: openWired(wire, { unknown }).openAt,
    at: { accountId, region },
    elsewhere: 'cn-beijing',
    disk: 'Ecs-Disk',
    makeDisk: async () => {
      const parameters = { RegionId: region };
      const made = await simulator.call({
        product: 'Ecs',
        operation: 'CreateDisk',
        parameters,
        accountId,
      });
      return ofType(made.arns, 'Ecs-Disk');
    },
    settle: () => {},
    troubles,
    unknown,
    retryAfterSeconds,
  };
};

troublesContract('Alibaba Cloud over HTTP', troubledWire);
