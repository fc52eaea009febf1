import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../../../src/clouds/alibaba/arn.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { idOf, ofType, openTestCloud, type TestCloud } from '../cloud-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;
let cloud: TestCloud;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
beforeEach(() => {
  cloud = openTestCloud(table);
});
afterAll(() => dynamoDb.stop());

const makeInstance = (parameters = {}) =>
  cloud.make('Ecs-Instance', 'Ecs/RunInstances', parameters);
const makeDisk = (parameters = {}) => cloud.make('Ecs-Disk', 'Ecs/CreateDisk', parameters);
const makeEni = () => cloud.make('Ecs-Eni', 'Ecs/CreateNetworkInterface', { VSwitchId: 'vsw-1' });
const attach = (instance: Arn, disk: Arn, parameters = {}) =>
  cloud.act('Ecs/AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk), ...parameters });
const detach = (instance: Arn, disk: Arn) =>
  cloud.act('Ecs/DetachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
const attachEni = (instance: Arn, eni: Arn) =>
  cloud.act('Ecs/AttachNetworkInterface', {
    InstanceId: idOf(instance),
    NetworkInterfaceId: idOf(eni),
  });

describe('RunInstances', () => {
  it('brings a system disk and a primary ENI with every instance', async () => {
    const { result, arns } = await cloud.answer('Ecs/RunInstances', { Amount: 3 });

    const instances = arns.filter((arn) => idOf(arn).startsWith('i-'));
    expect(result).toEqual({ InstanceIdSets: { InstanceIdSet: instances.map(idOf) } });
    expect(instances).toHaveLength(3);
    for (const instance of instances) {
      const disks = await cloud.provider.heirs(instance, 'Ecs-Disk', undefined, patientCall);
      const enis = await cloud.provider.heirs(instance, 'Ecs-Eni', undefined, patientCall);
      expect([disks.items.length, enis.items.length]).toEqual([1, 1]);
    }
  });

  it('makes as many as asked for, up to 100 and no more', async () => {
    const arns = await cloud.act('Ecs/RunInstances', { Amount: 100 });

    expect(arns.filter((arn) => idOf(arn).startsWith('i-'))).toHaveLength(100);
    for (const Amount of [0, 101, 1.5, '3', null]) {
      await expect(cloud.act('Ecs/RunInstances', { Amount })).rejects.toMatchObject({
        httpStatus: 400,
        code: 'InvalidParameter.Amount',
      });
    }
  });

  it('leaves one record, with the instance ids in its answer', async () => {
    const instance = await makeInstance();

    expect(cloud.events).toHaveLength(1);
    expect(cloud.events[0]?.detail.responseElements).toMatchObject({
      InstanceIdSets: { InstanceIdSet: [idOf(instance)] },
    });
  });
});

describe('AttachDisk', () => {
  it('hangs the disk on the instance, for all to see at once', async () => {
    const [instance, disk] = [await makeInstance(), await makeDisk()];

    await attach(instance, disk);

    expect(await cloud.parentsOf(disk)).toEqual([instance]);
  });

  it('refuses a disk that is attached, to the same or to another instance', async () => {
    const [instance, other, disk] = [await makeInstance(), await makeInstance(), await makeDisk()];
    await attach(instance, disk);
    cloud.takeEventNames();

    for (const each of [instance, other]) {
      await expect(attach(each, disk)).rejects.toMatchObject({
        httpStatus: 403,
        code: 'IncorrectDiskStatus',
      });
    }

    expect(await cloud.parentsOf(disk)).toEqual([instance]);
    expect(cloud.takeEventNames()).toEqual([]);
  });

  it('lets a multi-attach disk hang on several instances', async () => {
    const [instance, other] = [await makeInstance(), await makeInstance()];
    const disk = await makeDisk({ MultiAttach: 'Enabled' });

    await attach(instance, disk);
    await attach(other, disk);

    expect((await cloud.parentsOf(disk))?.toSorted()).toEqual([instance, other].sort());
    cloud.takeEventNames();
    await expect(attach(other, disk)).rejects.toMatchObject({ code: 'InvalidOperation.Conflict' });
    expect(cloud.takeEventNames()).toEqual([]);
  });

  it.each([
    ['InstanceId', 'InvalidInstanceId.NotFound'],
    ['DiskId', 'InvalidDiskId.NotFound'],
  ])('refuses an unknown %s', async (field, code) => {
    const [instance, disk] = [await makeInstance(), await makeDisk()];

    await expect(attach(instance, disk, { [field]: 'x-none' })).rejects.toMatchObject({
      httpStatus: 404,
      code,
    });
  });

  it('does not see a disk of another region or another account', async () => {
    const instance = await makeInstance();
    const far = await makeDisk({ RegionId: 'cn-shanghai' });
    const foreign = await openTestCloud(table).make('Ecs-Disk', 'Ecs/CreateDisk');

    for (const disk of [far, foreign]) {
      await expect(attach(instance, disk)).rejects.toMatchObject({
        code: 'InvalidDiskId.NotFound',
      });
    }
  });

  it('with DryRun answers DryRunOperation and changes nothing', async () => {
    const [instance, disk] = [await makeInstance(), await makeDisk()];

    await expect(attach(instance, disk, { DryRun: true })).rejects.toMatchObject({
      httpStatus: 400,
      code: 'DryRunOperation',
    });

    expect(await cloud.parentsOf(disk)).toEqual([]);
  });
});

describe('DetachDisk and DeleteDisk', () => {
  it('free a disk, which can be attached elsewhere then', async () => {
    const [instance, other, disk] = [await makeInstance(), await makeInstance(), await makeDisk()];
    await attach(instance, disk);

    await detach(instance, disk);
    expect(await cloud.parentsOf(disk)).toEqual([]);

    await attach(other, disk);
    expect(await cloud.parentsOf(disk)).toEqual([other]);
  });

  it("refuse what the disk's state does not allow", async () => {
    const [instance, disk] = [await makeInstance(), await makeDisk()];

    await expect(detach(instance, disk)).rejects.toMatchObject({ httpStatus: 403 });
    await attach(instance, disk);
    await expect(cloud.act('Ecs/DeleteDisk', { DiskId: idOf(disk) })).rejects.toMatchObject({
      code: 'IncorrectDiskStatus',
    });
  });

  it('keep the snapshots of a deleted disk', async () => {
    const disk = await makeDisk();
    const snapshot = await cloud.make('Ecs-Snapshot', 'Ecs/CreateSnapshot', {
      DiskId: idOf(disk),
    });
    expect(await cloud.parentsOf(snapshot)).toEqual([disk]);

    await cloud.act('Ecs/DeleteDisk', { DiskId: idOf(disk) });

    expect(await cloud.read(disk)).toBeUndefined();
    expect(await cloud.read(snapshot)).toBeDefined();
  });
});

describe('network interfaces', () => {
  it('are attached to one instance at a time', async () => {
    const [instance, other, eni] = [await makeInstance(), await makeInstance(), await makeEni()];

    await attachEni(instance, eni);
    expect(await cloud.parentsOf(eni)).toEqual([instance]);
    await expect(attachEni(other, eni)).rejects.toMatchObject({
      code: 'InvalidOperation.InvalidEniState',
    });

    await cloud.act('Ecs/DetachNetworkInterface', {
      InstanceId: idOf(instance),
      NetworkInterfaceId: idOf(eni),
    });
    expect(await cloud.parentsOf(eni)).toEqual([]);
  });

  it('are detached only from the instance they hang on', async () => {
    const [instance, other, eni] = [await makeInstance(), await makeInstance(), await makeEni()];
    await attachEni(instance, eni);
    cloud.takeEventNames();

    await expect(
      cloud.act('Ecs/DetachNetworkInterface', {
        InstanceId: idOf(other),
        NetworkInterfaceId: idOf(eni),
      }),
    ).rejects.toMatchObject({ code: 'InvalidOperation.InvalidEniState' });
    expect(await cloud.parentsOf(eni)).toEqual([instance]);
    expect(cloud.takeEventNames()).toEqual([]);
  });

  it('cannot be detached when they are primary', async () => {
    const arns = await cloud.act('Ecs/RunInstances');

    await expect(
      cloud.act('Ecs/DetachNetworkInterface', {
        InstanceId: idOf(ofType(arns, 'Ecs-Instance')),
        NetworkInterfaceId: idOf(ofType(arns, 'Ecs-Eni')),
      }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^InvalidOperation\./) });
  });
});

describe('DeleteInstance', () => {
  it('takes along what came with it, frees the rest, and a record names each of them', async () => {
    const arns = await cloud.act('Ecs/RunInstances');
    const instance = ofType(arns, 'Ecs-Instance');
    const [kept, going, eni] = [await makeDisk(), await makeDisk(), await makeEni()];
    const eip = await cloud.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
    await attach(instance, kept);
    await attach(instance, going, { DeleteWithInstance: true });
    await attachEni(instance, eni);
    await cloud.act('Vpc/AssociateEipAddress', {
      AllocationId: idOf(eip),
      InstanceId: idOf(instance),
    });
    cloud.takeEventNames();

    await cloud.act('Ecs/DeleteInstance', { InstanceId: idOf(instance), Force: true });

    const deleted = [instance, ofType(arns, 'Ecs-Disk'), ofType(arns, 'Ecs-Eni'), going];
    for (const arn of deleted) expect(await cloud.read(arn)).toBeUndefined();
    for (const arn of [kept, eni, eip]) expect(await cloud.parentsOf(arn)).toEqual([]);
    const named = JSON.stringify(cloud.events.map(({ detail }) => detail.referencedResources));
    for (const arn of [...deleted, kept, eni, eip]) expect(named).toContain(idOf(arn));
  });

  it("marks what the platform did as the platform's, without parameters", async () => {
    const instance = await makeInstance();
    cloud.takeEventNames();

    await cloud.act('Ecs/DeleteInstance', { InstanceId: idOf(instance) });

    const byPlatform = cloud.events.filter(({ detail }) => detail.eventName !== 'DeleteInstance');
    expect(byPlatform.length).toBeGreaterThanOrEqual(2);
    for (const { detail, detailType } of byPlatform) {
      expect(detail).toMatchObject({
        eventType: 'AliyunServiceEvent',
        userIdentity: { type: 'system' },
      });
      expect(detail.requestParameters).toBeUndefined();
      expect(detailType).toMatch(/^ecs:ActionTrail:AliyunServiceEvent$/);
    }
  });

  it('leaves a multi-attach disk to the other instance', async () => {
    const [instance, other] = [await makeInstance(), await makeInstance()];
    const disk = await makeDisk({ MultiAttach: 'Enabled' });
    await attach(instance, disk, { DeleteWithInstance: true });
    await attach(other, disk);

    await cloud.act('Ecs/DeleteInstance', { InstanceId: idOf(instance) });

    expect(await cloud.parentsOf(disk)).toEqual([other]);
  });

  it('a second time finds nothing', async () => {
    const instance = await makeInstance();
    const parameters = { InstanceId: idOf(instance) };
    await cloud.act('Ecs/DeleteInstance', parameters);

    await expect(cloud.act('Ecs/DeleteInstance', parameters)).rejects.toMatchObject({
      httpStatus: 404,
      code: 'InvalidInstanceId.NotFound',
    });
  });
});

describe('parameters', () => {
  it.each([
    ['an unknown field', 'Ecs/CreateDisk', { Sise: 20 }, 'InvalidParameter.Sise'],
    ['a wrong type', 'Ecs/CreateDisk', { Size: '20' }, 'InvalidParameter.Size'],
    ['a missing one', 'Ecs/AttachDisk', { DiskId: 'd-1' }, 'MissingParameter.InstanceId'],
    ['null', 'Ecs/DeleteDisk', { DiskId: null }, 'InvalidParameter.DiskId'],
    ['a text for a list', 'Ecs/CreateDisk', { Tag: 'a' }, 'InvalidParameter.Tag'],
    ['RegionId of a wrong type', 'Ecs/CreateDisk', { RegionId: 5 }, 'InvalidParameter.RegionId'],
    ['DryRun of a wrong type', 'Ecs/CreateDisk', { DryRun: 'yes' }, 'InvalidParameter.DryRun'],
  ])('are refused by name: %s', async (_, action, parameters, code) => {
    const refused = cloud.act(action, parameters);

    await expect(refused).rejects.toMatchObject({ httpStatus: 400, code });
    await expect(refused).rejects.toThrow(code.split('.')[1]);
    expect(await cloud.everything()).toEqual([]);
  });

  it('name the field inside a list', async () => {
    await expect(cloud.act('Ecs/CreateDisk', { Tag: [{ Key: 1 }] })).rejects.toMatchObject({
      httpStatus: 400,
      code: expect.stringMatching(/^InvalidParameter\.Tag\.[01]\.Key$/),
    });
  });

  it('must name a region there is', async () => {
    await expect(cloud.act('Ecs/CreateDisk', { RegionId: 'mars-1' })).rejects.toMatchObject({
      code: 'InvalidRegionId.NotFound',
    });
  });

  it('do not matter to an operation that is not there', async () => {
    for (const action of ['Ecs/FlyDisk', 'Oss/PutBucket', 'Ecs/toString', '__proto__/call']) {
      await expect(cloud.act(action)).rejects.toMatchObject({
        httpStatus: 404,
        code: 'InvalidAction.NotFound',
      });
    }
  });

  it('take the product in any case', async () => {
    expect(await cloud.act('ecs/CreateDisk')).toHaveLength(1);
    expect(await cloud.act('ECS/CreateDisk')).toHaveLength(1);
  });
});
