import * as z from 'zod/mini';
import { type Arn, parseArn } from '../../arn.ts';
import { creation, type Decision, defineOperation, type OperationContext } from '../operation.ts';
import type { StoredResource } from '../resource-store.ts';
import type { Attributes, Write } from '../sim-resource.ts';
import { readTags, tagListSchema } from '../tag-checks.ts';

const describing = {
  ImageId: z.optional(z.string()),
  InstanceType: z.optional(z.string()),
  InstanceName: z.optional(z.string()),
  HostName: z.optional(z.string()),
  Description: z.optional(z.string()),
  ZoneId: z.optional(z.string()),
  VpcId: z.optional(z.string()),
  KeyPairName: z.optional(z.string()),
  RamRoleName: z.optional(z.string()),
  ResourceGroupId: z.optional(z.string()),
  InstanceChargeType: z.optional(z.string()),
  InternetChargeType: z.optional(z.string()),
  InternetMaxBandwidthIn: z.optional(z.int()),
  InternetMaxBandwidthOut: z.optional(z.int()),
  SystemDisk: z.optional(
    z.strictObject({
      Category: z.optional(z.string()),
      Size: z.optional(z.union([z.string(), z.int()])),
      DiskName: z.optional(z.string()),
      Description: z.optional(z.string()),
      PerformanceLevel: z.optional(z.string()),
    }),
  ),
  VSwitchId: z.optional(z.string()),
  SecurityGroupId: z.optional(z.string()),
  Tag: z.optional(tagListSchema),
};

type Machine = {
  readonly instance: Arn;
  readonly writes: readonly Write[];
  readonly arns: readonly Arn[];
};

/** An instance with the system disk and the primary ENI that come with it. Children first: they need no parent to exist. */
export const newInstance = (
  context: OperationContext,
  facts: {
    readonly tags: readonly (readonly [string, string])[];
    readonly parents?: readonly Arn[];
    readonly attributes: Attributes;
  },
): Machine => {
  const instance = context.arnOf('Ecs-Instance', context.newId('i-'));
  const disk = context.arnOf('Ecs-Disk', context.newId('d-'));
  const eni = context.arnOf('Ecs-Eni', context.newId('eni-'));
  return {
    instance,
    arns: [instance, disk, eni],
    writes: [
      creation(disk, {
        parents: [instance],
        attributes: { Type: 'system', DeleteWithInstance: true },
      }),
      creation(eni, { parents: [instance], attributes: { Type: 'Primary' } }),
      creation(instance, facts),
    ],
  };
};

const make = (
  context: OperationContext,
  { Tag, ...attributes }: { Tag?: z.output<typeof tagListSchema> | undefined } & Attributes,
  amount: number,
): readonly Machine[] =>
  Array.from({ length: amount }, () => newInstance(context, { tags: readTags(Tag), attributes }));

/** The answer to a call that made these instances. */
export const instancesMade = (machines: readonly Machine[]) => ({
  arns: machines.flatMap(({ arns }) => arns),
  writes: machines.flatMap(({ writes }) => writes),
  ids: machines.map(({ instance }) => parseArn(instance).id),
});

export const runInstances = defineOperation({
  product: 'Ecs',
  name: 'RunInstances',
  parameters: { ...describing, Amount: z._default(z.int().check(z.minimum(1), z.maximum(100)), 1) },
  decide: async ({ Amount, ...facts }, context) => {
    const { ids, arns, writes } = instancesMade(make(context, facts, Amount));
    return { result: { InstanceIdSets: { InstanceIdSet: ids } }, arns, writes };
  },
});

export const createInstance = defineOperation({
  product: 'Ecs',
  name: 'CreateInstance',
  parameters: describing,
  decide: async (facts, context) => {
    const { ids, arns, writes } = instancesMade(make(context, facts, 1));
    return { result: { InstanceId: ids[0] }, arns, writes };
  },
});

const goesWithInstance = ({ attributes }: StoredResource): boolean =>
  attributes.DeleteWithInstance === true || attributes.Type === 'Primary';

/** What a deleted instance takes along, and what it sets free, each with the platform's own record. */
export const instanceDeletion = async (
  context: OperationContext,
  instance: Arn,
): Promise<Required<Pick<Decision, 'writes' | 'platformEvents'>>> => {
  const disks = await context.heirs(instance, 'Ecs-Disk');
  const enis = await context.heirs(instance, 'Ecs-Eni');
  const eips = await context.heirs(instance, 'Vpc-Eip');
  const goes = (resource: StoredResource) =>
    goesWithInstance(resource) && resource.parents.every((parent) => parent === instance);
  const free = ({ arn }: StoredResource): Write => ({
    kind: 'edit',
    arn,
    change: { removeParents: [instance] },
  });
  return {
    writes: [...disks, ...enis, ...eips].map((resource) =>
      goes(resource) ? { kind: 'delete', arn: resource.arn } : free(resource),
    ),
    platformEvents: [
      ...disks.map(({ arn, ...rest }) => ({
        product: 'Ecs' as const,
        operation: goes({ arn, ...rest }) ? 'DeleteDisk' : 'DetachDisk',
        references: [arn, instance],
      })),
      ...enis.map(({ arn, ...rest }) => ({
        product: 'Ecs' as const,
        operation: goes({ arn, ...rest }) ? 'DeleteNetworkInterface' : 'DetachNetworkInterface',
        references: [arn, instance],
      })),
      ...eips.map(({ arn }) => ({
        product: 'Vpc' as const,
        operation: 'UnassociateEipAddress',
        references: [arn],
      })),
    ],
  };
};

export const deleteInstance = defineOperation({
  product: 'Ecs',
  name: 'DeleteInstance',
  parameters: { InstanceId: z.string().check(z.minLength(1)), Force: z.optional(z.boolean()) },
  decide: async ({ InstanceId }, context) => {
    const instance = await context.find('Ecs-Instance', InstanceId, 'InstanceId');
    const { writes, platformEvents } = await instanceDeletion(context, instance.arn);
    return {
      result: {},
      arns: [instance.arn],
      guard: { kind: 'delete', resource: instance },
      writes,
      platformEvents,
    };
  },
});
