import { formatArn } from '../../../src/clouds/alibaba/arn.ts';
import type { RefusedTag, Stage } from '../provider-contract.ts';
import { idOf, region, type TestCloud } from './cloud-fixture.ts';

const taggers = (events: TestCloud['events']): readonly unknown[] =>
  events.flatMap(({ detail }) => {
    const { eventName, userIdentity } = detail;
    if (eventName !== 'TagResources' || typeof userIdentity !== 'object' || userIdentity === null) {
      return [];
    }
    return [Reflect.get(userIdentity, 'userName')];
  });

/** Tags that the cloud refuses. */
export const refusedTags: readonly RefusedTag[] = [
  ['a reserved key', ['acs:cost', 'x']],
  ['a key that is too long', ['k'.repeat(129), 'x']],
  ['a value that is too long', ['cost', 'v'.repeat(129)]],
  ['a value with a URL', ['cost', 'see https://example.com']],
];

/** The simulated cloud as the stage of the provider contract. */
export const simulatedStage = (cloud: TestCloud): Stage => {
  const { accountId } = cloud;
  return {
    provider: cloud.provider,
    accountId,
    types: { disk: 'Ecs-Disk', other: 'Vpc-Eip' },
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
    settle: () => {},
    lastTagger: () => String(taggers(cloud.events).at(-1)),
  };
};
