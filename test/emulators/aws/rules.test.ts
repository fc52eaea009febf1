import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Arn, formatArn } from '../../../src/clouds/aws/arn.ts';
import { catalogue } from '../../../src/clouds/aws/catalogue.ts';
import type { ResourceType } from '../../../src/clouds/aws/resource-types.ts';
import { tagsIn } from '../../clouds/ask.ts';
import { randomFrom } from '../../reliability/random.ts';
import { secondSeed } from '../../reliability/seeds.ts';
import {
  allocate,
  associations,
  createCluster,
  createGateway,
  createNetworkBalancer,
  disassociate,
  imageOf,
  type Made,
  runInGroup,
  snapshotOf,
  volumeWithSnapshot,
} from './associations.ts';
import { emulatedRegion as region } from './emulated-account.ts';
import { type LiveStage, startLiveStage } from './live-stage.ts';

const accountId = '230000000001';
let stage: LiveStage;

beforeAll(async () => {
  stage = await startLiveStage(accountId);
  await stage.call('PUT', '/feature', { status: 'Enable' });
});
afterAll(() => stage.stop());

const ofType = (type: ResourceType, id: string): Arn => formatArn({ type, region, accountId, id });

/** The tags that the rules of this file pass on; a text where the resource is gone. */
const inherited = async (arn: Arn): Promise<Readonly<Record<string, string>> | string> => {
  const tags = await tagsIn(stage.account.provider, arn);
  if (tags === undefined) return `${arn} is gone`;
  return Object.fromEntries([...tags].filter(([key]) => ['cost', 'team'].includes(key)));
};

const become = (arn: Arn, tags: Readonly<Record<string, string>>): Promise<void> =>
  expect.poll(() => inherited(arn), { timeout: 60_000, interval: 100 }).toEqual(tags);

const setRule = (settingName: string, body: object) =>
  stage.call('PUT', `/rules/${encodeURIComponent(settingName)}`, body);

const played = catalogue.flatMap(({ settingName, primary, associated, removesOnDetach }) => {
  const pair = `${primary} → ${associated}`;
  const play = associations[pair];
  return play === undefined
    ? []
    : [{ pair, settingName, primary, associated, removesOnDetach, play }];
});

it('plays every rule', () => {
  expect(played).toHaveLength(catalogue.length);
});

describe.each(played)('$pair', ({ settingName, primary, associated, removesOnDetach, play }) => {
  it('is inherited, the chosen keys alone, follows, and goes with its key and its association', async () => {
    const existing = await play.make(stage.account);
    await stage.tag(ofType(primary, existing.primary), { cost: 'old', team: 'red' });
    stage.takeEvents();

    const chosen = { existingStatus: 'Enable', tagKeys: ['cost'] };
    await setRule(settingName, { status: 'Enable', ...chosen });
    await become(ofType(associated, existing.associated), { cost: 'old' });
    await setRule(settingName, { status: 'Enable', existingStatus: 'Disable' });

    const made = await play.make(stage.account);
    const [parent, heir] = [ofType(primary, made.primary), ofType(associated, made.associated)];
    const making = stage.takeEvents();
    await stage.tag(parent, { cost: 'a', team: 'blue' });
    // That it was tagged nobody tells: what is told of the association must do.
    stage.takeEvents();
    await stage.putEvents(making);
    await become(heir, { cost: 'a', team: 'blue' });

    await stage.tag(parent, { cost: 'b' }, ['team']);
    await stage.putEvents();
    await become(heir, { cost: 'b' });

    if (play.end !== undefined) {
      await play.end(stage.account, made);
      await stage.putEvents();
      await become(heir, removesOnDetach ? {} : { cost: 'b' });
    }
    await setRule(settingName, { status: 'Disable' });
  });
});

const settingNameOf = (primary: ResourceType, associated: ResourceType): string =>
  played.find((rule) => rule.primary === primary && rule.associated === associated)?.settingName ??
  '';

const makeOf = async (primary: ResourceType, associated: ResourceType): Promise<Made> => {
  const play = associations[`${primary} → ${associated}`];
  if (play === undefined) throw new Error(`nobody plays ${primary} → ${associated}`);
  return play.make(stage.account);
};

it('goes down a chain of group, instance, volume and snapshot, the chosen keys alone', async () => {
  const chain = [
    ['AutoScaling-Group', 'Ec2-Instance'],
    ['Ec2-Instance', 'Ec2-Volume'],
    ['Ec2-Volume', 'Ec2-Snapshot'],
  ] as const;
  for (const [primary, associated] of chain) {
    await setRule(settingNameOf(primary, associated), { status: 'Enable', tagKeys: ['cost'] });
  }
  const { account } = stage;
  const { primary: group, associated: instance } = await makeOf(
    'AutoScaling-Group',
    'Ec2-Instance',
  );
  const { volume, snapshot } = await volumeWithSnapshot(account, instance);

  await stage.tag(ofType('AutoScaling-Group', group), { cost: 'c', team: 'red' });
  await stage.putEvents();

  for (const arn of [
    ofType('Ec2-Instance', instance),
    ofType('Ec2-Volume', volume),
    ofType('Ec2-Snapshot', snapshot),
  ]) {
    await become(arn, { cost: 'c' });
  }
});

it('goes down four hops, of cluster, group, instance, volume and snapshot, and to an image beside', async () => {
  const chain = [
    ['Eks-Cluster', 'AutoScaling-Group'],
    ['AutoScaling-Group', 'Ec2-Instance'],
    ['Ec2-Instance', 'Ec2-Volume'],
    ['Ec2-Instance', 'Ec2-Image'],
    ['Ec2-Volume', 'Ec2-Snapshot'],
  ] as const;
  for (const [primary, associated] of chain) {
    await setRule(settingNameOf(primary, associated), { status: 'Enable', tagKeys: ['cost'] });
  }
  const { account } = stage;
  const { primary: cluster, associated: group } = await makeOf('Eks-Cluster', 'AutoScaling-Group');
  const instance = await runInGroup(account, group);
  const { volume, snapshot } = await volumeWithSnapshot(account, instance);
  const image = await imageOf(account, instance);
  await stage.putEvents();
  const heirs = [
    ofType('AutoScaling-Group', group),
    ofType('Ec2-Instance', instance),
    ofType('Ec2-Volume', volume),
    ofType('Ec2-Snapshot', snapshot),
    ofType('Ec2-Image', image),
  ];

  await stage.tag(ofType('Eks-Cluster', cluster), { cost: 'f', team: 'red' });
  await stage.putEvents();
  for (const arn of heirs) await become(arn, { cost: 'f' });

  await stage.tag(ofType('Eks-Cluster', cluster), {}, ['cost']);
  await stage.putEvents();
  for (const arn of heirs) await become(arn, {});
});

it('gives an address with two holders the tags of one, key by key, and those of the other when that one leaves', async () => {
  const { account } = stage;
  for (const primary of ['Ec2-NatGateway', 'ElasticLoadBalancing-LoadBalancer'] as const) {
    await setRule(settingNameOf(primary, 'Ec2-ElasticIp'), { status: 'Enable' });
  }
  const address = await allocate(account);
  const gateway = await createGateway(account, address);
  // Nobody gets an address that another one holds; when it was taken from a gateway, that goes on to name it.
  await disassociate(account, address);
  const balancer = await createNetworkBalancer(account, address);
  await stage.tag(ofType('ElasticLoadBalancing-LoadBalancer', balancer), {
    cost: 'balancer',
    team: 'blue',
  });
  await stage.tag(ofType('Ec2-NatGateway', gateway), { cost: 'gateway' });
  await stage.putEvents();
  // Of one rank both; the lexically smaller name wins, in whatever order the events came.
  await become(ofType('Ec2-ElasticIp', address), { cost: 'gateway', team: 'blue' });

  await associations['Ec2-NatGateway → Ec2-ElasticIp']?.end?.(account, {
    primary: gateway,
    associated: address,
  });
  await stage.putEvents();

  await become(ofType('Ec2-ElasticIp', address), { cost: 'balancer', team: 'blue' });
});

it('goes down a chain of cluster, load balancer and address', async () => {
  const { account } = stage;
  const rules = [
    settingNameOf('Eks-Cluster', 'ElasticLoadBalancing-LoadBalancer'),
    settingNameOf('ElasticLoadBalancing-LoadBalancer', 'Ec2-ElasticIp'),
  ];
  for (const settingName of rules) await setRule(settingName, { status: 'Enable' });
  const [cluster, address] = [await createCluster(account), await allocate(account)];
  const balancer = await createNetworkBalancer(account, address, {
    'elbv2.k8s.aws/cluster': cluster,
  });

  await stage.tag(ofType('Eks-Cluster', cluster), { cost: 'd' });
  await stage.putEvents();

  await become(ofType('ElasticLoadBalancing-LoadBalancer', balancer), { cost: 'd' });
  await become(ofType('Ec2-ElasticIp', address), { cost: 'd' });
});

it('goes down a chain of database cluster, instance and snapshot', async () => {
  const rules = [
    settingNameOf('Rds-DbCluster', 'Rds-DbInstance'),
    settingNameOf('Rds-DbInstance', 'Rds-DbSnapshot'),
  ];
  for (const settingName of rules) await setRule(settingName, { status: 'Enable' });
  const { primary: cluster, associated: database } = await makeOf(
    'Rds-DbCluster',
    'Rds-DbInstance',
  );
  const snapshot = await snapshotOf(stage.account, database);

  await stage.tag(ofType('Rds-DbCluster', cluster), { cost: 'e' });
  await stage.putEvents();

  await become(ofType('Rds-DbSnapshot', snapshot), { cost: 'e' });
});

const jobsSchema = z.object({ jobs: z.array(z.object({ status: z.string() })) });

/** Waits until no job is under way. */
const untilNoJob = (): Promise<void> =>
  expect
    .poll(
      async () => {
        const { jobs } = jobsSchema.parse(await stage.call('GET', '/jobs'));
        return jobs.filter(({ status }) => ['waiting', 'counting', 'running'].includes(status));
      },
      { timeout: 60_000, interval: 100 },
    )
    .toEqual([]);

describe.each([7, secondSeed('HEIRTAG_TRAIL_SEED')])('with a bad trail (seed %i)', (seed) => {
  it('ends right: events come late, twice and in another order, and a sweep finds what was lost', async () => {
    const random = randomFrom(seed);
    const pairs = [
      ['Ec2-Instance', 'Ec2-Volume'],
      ['Ec2-Instance', 'Ec2-NetworkInterface'],
      ['Ec2-Instance', 'Ec2-ElasticIp'],
    ] as const;
    const wanted: (readonly [Arn, Readonly<Record<string, string>>])[] = [];
    for (const [primary, associated] of pairs) {
      const settings = { status: 'Enable', existingStatus: 'Enable' };
      await setRule(settingNameOf(primary, associated), settings);
      for (const isEnded of [false, true, false]) {
        const made = await makeOf(primary, associated);
        const parent = ofType(primary, made.primary);
        await stage.tag(parent, { cost: 'early', team: 'blue' });
        await stage.tag(parent, { cost: 'late' }, ['team']);
        if (isEnded) await associations[`${primary} → ${associated}`]?.end?.(stage.account, made);
        wanted.push([ofType(associated, made.associated), isEnded ? {} : { cost: 'late' }]);
      }
    }
    const weather = { random, lostOneIn: 3, doubledOneIn: 3, lateOneIn: 4 };

    await stage.putEvents(stage.takeEvents(weather));
    await stage.putEvents();
    await untilNoJob();
    await stage.call('POST', '/jobs', { kind: 'sweep' });

    for (const [arn, tags] of wanted) await become(arn, tags);
  });
});
