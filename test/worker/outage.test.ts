import { describe, expect, it } from 'vitest';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { allSeenIn } from '../../src/clouds/sights.ts';
import { RetryableError } from '../../src/model/errors.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { openVirtualService, type VirtualService } from '../reliability/virtual-service.ts';

const accountId = '1000000000000001';
const region = { RegionId: 'cn-hangzhou' };
const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';

/** A service whose cloud asks `gate` before each call of the worker. */
const openGated = (gate: (now: number) => void) => {
  let asked = 0;
  const take = () => {
    asked += 1;
    gate(service.now());
  };
  const service: VirtualService = openVirtualService({
    seed: 1,
    maxReceives: 100,
    cloud: (inner) => ({
      ...overTagCalls(inner, async (_, next) => {
        take();
        return next();
      }),
      describe: async (arns, call) => {
        take();
        return inner.describe(arns, call);
      },
      heirs: async (primary, type, cursor, call) => {
        take();
        return inner.heirs(primary, type, cursor, call);
      },
    }),
  });
  return { service, asked: () => asked };
};

/** A cloud that nobody reaches for some time. */
const openWithOutage = () => {
  let until = 0;
  const { service } = openGated((now) => {
    if (now >= until) return;
    throw new RetryableError({ code: 'ServiceUnavailable', message: 'nobody answers' });
  });
  const fail = (seconds: number): void => {
    until = service.now() + seconds * 1000;
  };
  return { service, fail };
};

const enableRule = async ({ request }: VirtualService): Promise<void> => {
  await request('PUT', '/v1/feature', { status: 'Enable' });
  await request('PUT', `/v1/rules/${encodeURIComponent(diskRule)}`, { status: 'Enable' });
};

/** Calls the cloud for something new. */
const make = async ({ call }: VirtualService, action: string, parameters: object): Promise<Arn> => {
  const [arn] = (await call(action, { ...region, ...parameters }, accountId)).arns;
  if (arn === undefined) throw new Error(`${action} made nothing`);
  return arn;
};

const tagInstances = (service: VirtualService, ids: readonly string[]) => {
  const tagged = { ResourceType: 'instance', ResourceId: ids, Tag: [{ Key: 'cost', Value: 'a' }] };
  return service.call('Ecs/TagResources', { ...region, ...tagged }, accountId);
};

const countRight = async ({ provider }: VirtualService, disks: readonly Arn[]) => {
  const found = allSeenIn(await provider.describe(disks, patientCall), disks);
  return disks.filter((disk) => found.get(disk)?.tags.get('cost') === 'a').length;
};

describe('an outage of the cloud', () => {
  const openTagged = async () => {
    const { service, fail } = openWithOutage();
    await enableRule(service);
    const InstanceId = parseArn(await make(service, 'Ecs/CreateInstance', {})).id;
    const disk = await make(service, 'Ecs/CreateDisk', { InstanceId });
    await service.drain();
    await tagInstances(service, [InstanceId]);
    return { service, fail, disk };
  };

  it('of two minutes makes no dead letter', async () => {
    const { service, fail, disk } = await openTagged();

    fail(120);
    await service.drain();

    expect(service.queue.dead).toEqual([]);
    expect(await countRight(service, [disk])).toBe(1);
  });

  it('of seven hours makes a dead letter, with the reason, and what comes later goes through', async () => {
    const { service, fail, disk } = await openTagged();

    fail(7 * 3600);
    await service.drain();

    expect(service.queue.dead.map(({ reason }) => reason)).toEqual([
      expect.objectContaining({ code: 'ServiceUnavailable', message: 'nobody answers' }),
    ]);
    expect(await countRight(service, [disk])).toBe(0);

    service.wait(3600 * 1000);
    await service.touch([disk]);
    expect(await countRight(service, [disk])).toBe(1);
  });
});
