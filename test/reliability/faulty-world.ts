import { expect } from 'vitest';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import type { Log, LogFields } from '../../src/model/telemetry.ts';
import type { Table } from '../../src/storage/table.ts';
import { tagsIn } from '../clouds/ask.ts';
import { createMemoryTable } from './memory-table.ts';
import { openVirtualService, type VirtualService } from './virtual-service.ts';

const accountId = '1000000000000001';
const region = { RegionId: 'cn-hangzhou' };
const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const disksOfInstance = 6;
export const maxReceives = 5;
const mostRedrives = 10;
/** The environment's default. */
const retrySeconds = 5;

/** Puts itself between the worker and what it stands on. */
export type Faults = {
  readonly cloud?: (inner: CloudProvider) => CloudProvider;
  readonly table?: (inner: Table) => Table;
  /** Where the simulated cloud keeps its resources. */
  readonly cloudTable?: (inner: Table) => Table;
};

/** An instance with disks, each of which has a tag of its own. */
export type FaultyWorld = {
  readonly service: VirtualService;
  readonly instance: Arn;
  readonly disks: readonly Arn[];
  /** Fields of the failures that the worker told. */
  readonly failures: readonly LogFields[];
  readonly tag: (cost: string) => Promise<void>;
  readonly untag: () => Promise<void>;
  readonly createDisk: () => Promise<Arn>;
  readonly costOf: (disk: Arn) => Promise<string | undefined>;
  /** Of the disks made at first, in their order. */
  readonly costs: () => Promise<readonly (string | undefined)[]>;
  /** Moves dead letters back, a few times if need be. */
  readonly redrive: () => Promise<void>;
  /** Nobody's own tag is lost; no intent is open; nothing is dead. */
  readonly expectAtRest: () => Promise<void>;
};

const only = (arns: readonly Arn[], type: string): Arn => {
  const arn = arns.find((each) => parseArn(each).type === type);
  if (arn === undefined) throw new Error(`no ${type} among ${arns}`);
  return arn;
};

const failureLog = (failures: LogFields[]): Log => ({
  debug: () => {},
  info: () => {},
  warn: (message: string, fields: LogFields) => {
    if (message === 'message failed') failures.push(fields);
  },
  error: () => {},
});

const same = (table: Table): Table => table;

/** The same for each of the disks. */
export const forAll = <T>(value: T): readonly T[] =>
  Array.from({ length: disksOfInstance }, () => value);

/** Makes the world, at rest. */
export const openFaultyWorld = async (faults: Faults): Promise<FaultyWorld> => {
  const { cloud, table = same, cloudTable = same } = faults;
  const failures: LogFields[] = [];
  const service = openVirtualService({
    seed: 7,
    stateTable: table(createMemoryTable()),
    cloudTable: cloudTable(createMemoryTable()),
    ...(cloud === undefined ? {} : { cloud }),
    log: failureLog(failures),
  });
  const { request, provider, ledger, queue } = service;
  const call = (action: string, parameters: object) =>
    service.call(action, { ...region, ...parameters }, accountId);
  const make = async (action: string, parameters: object, type: string): Promise<Arn> =>
    only((await call(action, parameters)).arns, type);

  await request('PUT', '/v1/feature', { status: 'Enable' });
  await request('PUT', `/v1/rules/${encodeURIComponent(diskRule)}`, { status: 'Enable' });
  const instance = await make('Ecs/CreateInstance', {}, 'Ecs-Instance');
  const InstanceId = parseArn(instance).id;
  const ofInstance = { ResourceType: 'instance', ResourceId: [InstanceId] };
  const createDisk = () =>
    make('Ecs/CreateDisk', { InstanceId, Tag: [{ Key: 'own', Value: 'kept' }] }, 'Ecs-Disk');
  const disks: Arn[] = [];
  while (disks.length < disksOfInstance) disks.push(await createDisk());
  await service.drain();

  const tagsOf = (disk: Arn) => tagsIn(provider, disk);
  const costOf = async (disk: Arn) => (await tagsOf(disk))?.get('cost');
  return {
    service,
    instance,
    disks,
    failures,
    createDisk,
    costOf,
    costs: () => Promise.all(disks.map(costOf)),
    tag: async (Value) => {
      await call('Ecs/TagResources', { ...ofInstance, Tag: [{ Key: 'cost', Value }] });
    },
    untag: async () => {
      await call('Ecs/UntagResources', { ...ofInstance, TagKey: ['cost'] });
    },
    redrive: async () => {
      for (let times = 0; times < mostRedrives && queue.dead.length > 0; times += 1) {
        await request('POST', '/v1/dead-letters/redrive', {});
        await service.drain();
      }
    },
    expectAtRest: async () => {
      expect(queue.dead).toEqual([]);
      for (const disk of disks) {
        expect((await tagsOf(disk))?.get('own')).toBe('kept');
        expect((await ledger.read(disk)).intent).toBeNull();
      }
    },
  };
};

/** Each failure is put off for its own time: doubled each time, at least half of it. */
export const expectBackoff = (failures: readonly LogFields[]): void => {
  for (const { receives, delaySeconds, isLast } of failures) {
    expect(isLast === true).toBe(delaySeconds === undefined);
    if (isLast === true) continue;
    const full = retrySeconds * 2 ** (Number(receives) - 1);
    expect(Number(delaySeconds)).toBeGreaterThanOrEqual(full / 2);
    expect(Number(delaySeconds)).toBeLessThanOrEqual(full);
    expect(Number(receives)).toBeLessThan(maxReceives);
  }
};
