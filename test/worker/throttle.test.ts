import { expect, it } from 'vitest';
import { type Arn, parseArn } from '../../src/model/arn.ts';
import { RetryableError } from '../../src/model/errors.ts';
import { openVirtualService, type VirtualService } from '../reliability/virtual-service.ts';

const accountId = '1000000000000001';
const region = { RegionId: 'cn-hangzhou' };
const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const callsPerSecond = 10;

/** A cloud that takes so many calls a second, by the service's own clock. */
const openThrottled = () => {
  let service: VirtualService | undefined;
  let [tokens, at, asked] = [callsPerSecond, 0, 0];
  const take = () => {
    const now = service?.now() ?? 0;
    tokens = Math.min(callsPerSecond, tokens + ((now - at) / 1000) * callsPerSecond);
    at = now;
    asked += 1;
    if (tokens < 1) throw new RetryableError({ code: 'Throttling.User', message: 'slow down' });
    tokens -= 1;
  };
  service = openVirtualService({
    seed: 1,
    maxReceives: 100,
    cloud: (inner) => ({
      ...inner,
      describe: async (arns) => {
        take();
        return inner.describe(arns);
      },
      heirs: async (primary, type, cursor) => {
        take();
        return inner.heirs(primary, type, cursor);
      },
      setTags: async (arns, tags) => {
        take();
        return inner.setTags(arns, tags);
      },
    }),
  });
  return { service, asked: () => asked };
};

it('makes the heirs of 50 instances right that one call tagged, though the cloud takes 10 calls a second', async () => {
  const { service, asked } = openThrottled();
  await service.request('PUT', '/v1/feature', { status: 'Enable' });
  await service.request('PUT', `/v1/rules/${encodeURIComponent(diskRule)}`, { status: 'Enable' });
  const make = async (action: string, parameters: object): Promise<Arn> => {
    const [arn] = (await service.call(action, { ...region, ...parameters }, accountId)).arns;
    if (arn === undefined) throw new Error(`${action} made nothing`);
    return arn;
  };
  const ids: string[] = [];
  const disks: Arn[] = [];
  while (ids.length < 50) {
    const InstanceId = parseArn(await make('Ecs/CreateInstance', {})).id;
    ids.push(InstanceId);
    disks.push(await make('Ecs/CreateDisk', { InstanceId }));
  }
  await service.drain();
  const before = asked();

  const tagged = { ResourceType: 'instance', ResourceId: ids, Tag: [{ Key: 'cost', Value: 'a' }] };
  await service.call('Ecs/TagResources', { ...region, ...tagged }, accountId);
  await service.drain();

  const found = await service.provider.describe(disks);
  expect(disks.filter((disk) => found.get(disk)?.tags.get('cost') === 'a').length).toBe(50);
  expect(service.queue.dead).toEqual([]);
  expect(asked() - before).toBeLessThan(1000);
});
