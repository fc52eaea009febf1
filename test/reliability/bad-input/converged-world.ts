import { type Arn, parseArn } from '../../../src/clouds/arn.ts';
import type { LogFields } from '../../../src/model/telemetry.ts';
import { ownRules } from '../../default-rules.ts';
import { createMemoryTable } from '../memory-table.ts';
import { openVirtualService, type VirtualService } from '../virtual-service.ts';
import { type WatchedTable, watchTable } from '../watched-table.ts';

export const accountId = '1000000000000001';

/** A service with every rule on, resources with inherited tags, and nothing left to do. */
export type ConvergedWorld = {
  readonly service: VirtualService;
  readonly state: WatchedTable;
  readonly cloud: WatchedTable;
  readonly arns: readonly Arn[];
  /** What was logged as an error since the last time it was asked. */
  readonly errors: () => readonly string[];
};

const build = async ({ call, request }: VirtualService): Promise<readonly Arn[]> => {
  await request('PUT', `/v1/feature?accountId=${accountId}`, { status: 'Enable' });
  for (const { settingName } of ownRules) {
    const path = `/v1/rules/${encodeURIComponent(settingName)}?accountId=${accountId}`;
    await request('PUT', path, { status: 'Enable' });
  }
  const region = { RegionId: 'cn-hangzhou' };
  const Tag = [{ Key: 'cost', Value: 'shanghai' }];
  const made: Arn[] = [];
  const make = async (action: string, parameters: object): Promise<string> => {
    const { arns } = await call(action, { ...region, ...parameters }, accountId);
    made.push(...arns);
    const [first] = arns;
    return first === undefined ? '' : parseArn(first).id;
  };
  const InstanceId = await make('Ecs/CreateInstance', { Tag });
  const DiskId = await make('Ecs/CreateDisk', { Tag });
  await make('Ecs/AttachDisk', { InstanceId, DiskId });
  await make('Ecs/CreateSnapshot', { DiskId });
  const AllocationId = await make('Vpc/AllocateEipAddress', {});
  await make('Vpc/AssociateEipAddress', {
    AllocationId,
    InstanceId,
    InstanceType: 'EcsInstance',
  });
  const kafka = await make('AliKafka/CreateInstance', { Tag });
  await make('AliKafka/CreateTopic', { InstanceId: kafka, Topic: 'orders' });
  return [...new Set(made)];
};

export const openConvergedWorld = async (): Promise<ConvergedWorld> => {
  const [state, cloud] = [watchTable(createMemoryTable()), watchTable(createMemoryTable())];
  const errors: string[] = [];
  const tell = (message: string, { error, reason }: LogFields): void => {
    errors.push(`${message}: ${String(error ?? reason)}`);
  };
  const service = openVirtualService({
    seed: 1,
    doubledOneIn: 1_000_000,
    stateTable: state.table,
    cloudTable: cloud.table,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: tell },
  });
  const arns = await build(service);
  await service.drain();
  await service.touch(arns);
  state.written();
  cloud.written();
  return { service, state, cloud, arns, errors: () => errors.splice(0) };
};
