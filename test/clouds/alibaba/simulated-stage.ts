import { formatArn } from '../../../src/clouds/alibaba/arn.ts';
import { CloudApiError } from '../../../src/clouds/alibaba/simulator/cloud-api-error.ts';
import { type CallLimits, unlimited } from '../../../src/clouds/call.ts';
import type { Table } from '../../../src/storage/table.ts';
import type { RefusedTag, Stage } from '../provider-contract.ts';
import type { Impossible, TroubledStage } from '../provider-troubles.ts';
import { createTroubles, type Trouble, type Troubles } from '../troubles.ts';
import { type CloudOptions, idOf, openTestCloud, region, type TestCloud } from './cloud-fixture.ts';

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

/** How Alibaba Cloud tells of what calls meet. */
export const answersInTrouble: Partial<
  Record<Trouble, { readonly httpStatus: number; readonly code: string }>
> = {
  throttled: { httpStatus: 400, code: 'Throttling.User' },
  denied: { httpStatus: 403, code: 'Forbidden.RAM' },
  'unknown code': { httpStatus: 400, code: 'NobodyKnowsThis' },
};

/** What stands before each call of the simulated cloud, and can be troubled. */
const troubledDoor = (troubles: Troubles): CallLimits => ({
  rate: unlimited,
  admit: async ({ region: asked, api }) => {
    const trouble = troubles.meets({ region: asked, operation: api });
    if (trouble === 'hanging') return troubles.hang();
    const told = trouble && answersInTrouble[trouble];
    if (told !== undefined) throw new CloudApiError(told.httpStatus, told.code, 'it says why');
  },
});

/** What the simulated cloud cannot meet. */
export const simulatedNever: Impossible = {
  'cursor expired': 'its cursor is a place in its own table',
  hidden: 'its reads are strong, and of its own table',
};

/** The simulated cloud as the stage of troubles. */
export const troubledSimulator = (
  table: Table,
  options: CloudOptions = {},
  troubles: Troubles = createTroubles(),
): TroubledStage => {
  const unknown: string[] = [];
  const cloud = openTestCloud(table, {
    ...options,
    limits: troubledDoor(troubles),
    onUnknownError: (code) => unknown.push(code),
  });
  const { accountId, openAt } = cloud;
  const { makeDisk, settle } = simulatedStage(cloud);
  const at = { accountId, region };
  return {
    at,
    openAt,
    elsewhere: 'cn-beijing',
    disk: 'Ecs-Disk',
    makeDisk,
    settle,
    troubles,
    unknown,
  };
};
