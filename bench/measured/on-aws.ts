import { formatArn } from '../../src/clouds/aws/arn.ts';
import { type ResourceType, typeOfId } from '../../src/clouds/aws/resource-types.ts';
import { unlimited } from '../../src/clouds/call.ts';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import { accountId, fakeAws, region } from '../../test/clouds/aws/provider/fake-aws.ts';
import {
  type FakeEc2,
  type FakeResource,
  fakeEc2,
} from '../../test/clouds/aws/provider/fake-ec2.ts';
import { eventOfCall } from '../../test/clouds/aws/trail/call-record.ts';
import { tagNoticeOf } from '../../test/clouds/aws/trail/tag-notice.ts';
import { setting } from '../../test/engine/fixtures.ts';
import { callsByName, type WireCalls } from './over-wire.ts';
import { type Measured, type MeasuredWorld, openMeasuredWorld } from './world.ts';

const volumeRule: SettingName =
  'rule:AttachVolume-DetachVolume-TagInstance:Ec2-Instance:Ec2-Volume';

/** The one that something happens to. */
const instance = 'i-1';

/** What a change took at once, and what the looks took that come when reads are sure to show it. */
export type AwsLooks = {
  readonly first: WireCalls;
  readonly later: WireCalls;
  /** What both asked of the stage itself. */
  readonly measured: readonly Measured[];
};

/** A world whose worker reaches AWS by its own provider, which asks an EC2 in memory in the place of the network. */
export type AwsWorld = {
  readonly world: MeasuredWorld;
  readonly ec2: FakeEc2;
  readonly takeCalls: () => WireCalls;
  /** Puts the event of a call into the queue, as CloudTrail and the rule on the bus do. */
  readonly tellCall: (name: string, input: object) => void;
  /** Changes a tag, of which AWS tells. */
  readonly tag: (id: string, value: string) => void;
};

const arnOf = (id: string) => {
  const type: ResourceType | undefined = typeOfId(id);
  if (type === undefined) throw new Error(`nobody knows what ${id} is`);
  return formatArn({ type, region, accountId, id });
};

const enable = async (
  { services }: MeasuredWorld,
  rules: readonly SettingName[],
): Promise<void> => {
  const { settings } = services.reconcile;
  await settings.replace(await settings.read(accountId), {
    feature: 'Enable',
    rules: new Map(rules.map((rule) => [rule, setting(rule)])),
  });
};

/** Opens one in which some rules are on. @param variables of the worker's environment that differ from the defaults */
export const openAwsWorld = async (
  rules: readonly SettingName[],
  variables: Readonly<Record<string, string>> = {},
): Promise<AwsWorld> => {
  const deliverTo: { world?: MeasuredWorld } = {};
  let told = 0;
  const scope = { accountId, region, userIdentity: { type: 'IAMUser', userName: 'operator' } };
  const tell = (
    eventAt: (at: typeof scope & { readonly id: string; readonly time: string }) => object,
  ): void => {
    const { world } = deliverTo;
    told += 1;
    const time = new Date(world?.services.clock() ?? 0).toISOString();
    world?.deliver(JSON.stringify(eventAt({ ...scope, id: `e-${told}`, time })));
  };
  // AWS tells of our own tag calls, too, and not whose they are.
  const ec2 = fakeEc2(({ id, tags }, changedKeys) =>
    tell((at) => tagNoticeOf({ arn: arnOf(id), changedKeys }, tags, at)),
  );
  const { provider, asked } = fakeAws(ec2.answers);
  const world = await openMeasuredWorld(variables, undefined, async () => ({
    // Nothing waits for its turn here: what is counted is how many calls there are.
    provider: { ...provider, rateOf: () => unlimited },
    hasCloudFor: () => true,
    stop: async () => {},
  }));
  deliverTo.world = world;
  await enable(world, rules);
  return {
    world,
    ec2,
    takeCalls: () => callsByName(asked.splice(0)),
    tellCall: (name, input) => {
      tell((at) => eventOfCall({ service: 'ec2', name, input, output: {} }, at, at));
    },
    tag: (id, value) => {
      const resource = ec2.resources.get(id);
      resource?.tags.set('cost', value);
      tell((at) =>
        tagNoticeOf({ arn: arnOf(id), changedKeys: ['cost'] }, resource?.tags ?? new Map(), at),
      );
    },
  };
};

/** Lets the worker work until nothing is left to look at again. */
const looksOf = async ({ world, takeCalls }: AwsWorld): Promise<AwsLooks> => {
  takeCalls();
  const measured = [await world.settle()];
  const first = takeCalls();
  while (world.passTime() > 0) measured.push(await world.settle());
  return { first, later: takeCalls(), measured };
};

/** What happens to so many volumes of one instance, which has a tag. */
type Story = {
  /** They are attached already. */
  readonly isAttached: boolean;
  readonly change: (aws: AwsWorld, volumes: readonly FakeResource[]) => void;
};

const play =
  ({ isAttached, change }: Story) =>
  async (count: number, variables?: Readonly<Record<string, string>>): Promise<AwsLooks> => {
    const aws = await openAwsWorld([volumeRule], variables);
    try {
      const volumes = Array.from(
        { length: count },
        (_, n): FakeResource => ({
          id: `vol-${n}`,
          tags: new Map(),
          of: isAttached ? instance : undefined,
        }),
      );
      // Another one, so that the row of the day is there.
      const before = { id: 'i-before', tags: new Map() };
      const others = [before, { id: 'vol-before', tags: new Map(), of: before.id }];
      for (const each of [{ id: instance, tags: new Map() }, ...volumes, ...others]) {
        aws.ec2.resources.set(each.id, each);
      }
      aws.tag(before.id, 'shanghai');
      aws.tag(instance, 'shanghai');
      await looksOf(aws);
      change(aws, volumes);
      return await looksOf(aws);
    } finally {
      await aws.world.stop();
    }
  };

const move =
  (name: 'AttachVolume' | 'DetachVolume', to: string | undefined): Story['change'] =>
  ({ tellCall }, volumes) => {
    for (const volume of volumes) {
      volume.of = to;
      tellCall(name, { InstanceId: instance, VolumeId: volume.id });
    }
  };

/** What is measured on AWS, each with so many volumes of one instance. */
export const awsStories = {
  attach: play({ isAttached: false, change: move('AttachVolume', instance) }),
  detach: play({ isAttached: true, change: move('DetachVolume', undefined) }),
  'tag change': play({ isAttached: true, change: ({ tag }) => tag(instance, 'beijing') }),
} as const;
