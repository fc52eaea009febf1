import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  callsOf,
  catalogue,
  findRule,
  isSettingName,
  ruleBetween,
  rulesFrom,
  type SettingName,
  watchedCalls,
} from '../../../src/clouds/alibaba/catalogue.ts';
import { supportedRegions } from '../../../src/clouds/alibaba/regions.ts';
import { allResourceTypes, resourceTypes } from '../../../src/clouds/alibaba/resource-types.ts';
import { defineRule } from '../../../src/clouds/alibaba/rule.ts';

/** The product page's table, letter for letter: name, supports existing, removes on detach. */
const page = [
  ['rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk', 'Yes', 'removes'],
  ['rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni', 'Yes', 'removes'],
  ['rule:AssociateEip-UnassociateEip-TagInstance:Ecs-Instance:Vpc-Eip', 'Yes', 'removes'],
  ['rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot', 'Yes', 'keeps'],
  ['rule:CreateTopic-TagKafka:Kafka-Instance:Kafka-Topic', 'Yes', 'keeps'],
  ['rule:CreateConsumerGroup-TagKafka:Kafka-Instance:Kafka-ConsumerGroup', 'Yes', 'keeps'],
  ['rule:TagCluster:Cs-Cluster:Ecs-SecurityGroup', 'No', 'keeps'],
  ['rule:CreateInstance-TagCluster:Cs-Cluster:Ecs-Instance', 'No', 'keeps'],
  ['rule:TagCluster:Cs-Cluster:Slb-Instance', 'No', 'keeps'],
  ['rule:TagCluster:Cs-Cluster:Vpc-Eip', 'No', 'keeps'],
  ['rule:TagCluster:Cs-Cluster:Vpc-Natgateway', 'No', 'keeps'],
  ['rule:TagCluster:Cs-Cluster:Ess-ScalingGroup', 'No', 'keeps'],
  ['rule:AssociateEip-UnassociateEip-TagSlbInstance:Slb-Instance:Vpc-Eip', 'Yes', 'removes'],
  [
    'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagNlb:Nlb-Loadbalancer:Vpc-Eip',
    'No',
    'keeps',
  ],
  [
    'rule:UpdateLoadBalancerZones-UpdateLoadBalancerAddressTypeConfig-TagAlb:Alb-LoadBalancer:Vpc-Eip',
    'No',
    'keeps',
  ],
  [
    'rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip',
    'Yes',
    'removes',
  ],
  ['rule:AssociateEip-UnassociateEip-TagEci:Eci-ContainerGroup:Vpc-Eip', 'No', 'removes'],
] as const;

/** The calls that stand behind the triggers in SettingNames; `Tag…` follows from the types. */
const callsByTrigger: Readonly<Record<string, readonly string[]>> = {
  AttachDisk: ['AttachDisk'],
  DetachDisk: ['DetachDisk'],
  AttachEni: ['AttachNetworkInterface'],
  DetachEni: ['DetachNetworkInterface'],
  AssociateEip: ['AssociateEipAddress'],
  UnassociateEip: ['UnassociateEipAddress'],
  AssociateEipAddress: ['AssociateEipAddress'],
  UnassociateEipAddress: ['UnassociateEipAddress'],
  CreateSnapshot: ['CreateSnapshot'],
  CreateTopic: ['CreateTopic'],
  CreateConsumerGroup: ['CreateConsumerGroup'],
  CreateInstance: ['CreateInstance', 'RunInstances'],
  UpdateLoadBalancerZones: ['UpdateLoadBalancerZones'],
  UpdateLoadBalancerAddressTypeConfig: ['UpdateLoadBalancerAddressTypeConfig'],
};

describe('the catalogue', () => {
  it('is the table of the product page', () => {
    expect(
      catalogue.map(({ settingName, supportsExisting, removesOnDetach }) => [
        settingName,
        supportsExisting ? 'Yes' : 'No',
        removesOnDetach ? 'removes' : 'keeps',
      ]),
    ).toEqual(page);
  });

  it.each(catalogue)('$settingName flows between the types it names', (rule) => {
    expect(rule.settingName.split(':').slice(2)).toEqual([rule.primary, rule.associated]);
  });

  it.each(catalogue)('$settingName watches the calls it names', (rule) => {
    const triggers = (rule.settingName.split(':')[1] ?? '').split('-');
    const names = triggers
      .filter((trigger) => !trigger.startsWith('Tag'))
      .flatMap((trigger) => callsByTrigger[trigger] ?? [`no call for ${trigger}`]);

    expect(rule.calls.map((call) => call.split(':')[1])).toEqual(expect.arrayContaining(names));
  });

  it.each(catalogue)('$settingName watches the tags of both of its ends', (rule) => {
    const products = [rule.primary, rule.associated].map((type) => resourceTypes[type].product);

    for (const product of [...products, 'tag']) {
      expect(callsOf(rule)).toContain(`${product}:TagResources`);
      expect(callsOf(rule).some((call) => /^[a-z]+:Un[tT]agResources$/.test(call))).toBe(true);
    }
  });

  it('lets the direct holder of an EIP win over the cluster around it', () => {
    expect(catalogue.filter(({ rank }) => rank === 1).map(({ primary }) => primary)).toEqual(
      Array(6).fill('Cs-Cluster'),
    );
  });

  it('has one file a rule', () => {
    const entries = join(
      import.meta.dirname,
      '..',
      '..',
      '..',
      'src',
      'clouds',
      'alibaba',
      'rules',
    );

    expect(readdirSync(entries).toSorted()).toEqual(
      catalogue
        .map(({ primary, associated }) => `${primary}.${associated}.ts`.toLowerCase())
        .toSorted(),
    );
  });

  it('watches each call once, sorted', () => {
    expect(watchedCalls).toEqual([...new Set(catalogue.flatMap(callsOf))].toSorted());
  });
});

describe('finding rules', () => {
  it.each(catalogue)('$settingName by name, by pair and by primary', (rule) => {
    expect(findRule(rule.settingName)).toBe(rule);
    expect(isSettingName(rule.settingName)).toBe(true);
    expect(ruleBetween(rule.primary, rule.associated)).toBe(rule);
    expect(rulesFrom(rule.primary)).toContain(rule);
  });

  it.each([
    'rule:attachdisk-detachdisk-taginstance:ecs-instance:ecs-disk',
    'AttachDisk',
    '__proto__',
    'constructor',
    '',
  ])('not by %j', (name) => {
    expect(findRule(name)).toBeUndefined();
    expect(isSettingName(name)).toBe(false);
  });

  it('not between types that no rule joins', () => {
    const joined = new Set(catalogue.map((rule) => `${rule.primary}>${rule.associated}`));
    const others = allResourceTypes
      .flatMap((from) => allResourceTypes.map((to) => [from, to] as const))
      .filter(([from, to]) => !joined.has(`${from}>${to}`));

    expect(others.map(([from, to]) => ruleBetween(from, to))).toEqual(others.map(() => undefined));
  });
});

describe('the compiler refuses', () => {
  it('a misspelt SettingName', () => {
    // @ts-expect-error `Nlb-LoadBalancer` with a capital B is no rule
    const name: SettingName = 'rule:TagNlb:Nlb-LoadBalancer:Vpc-Eip';

    expect(isSettingName(name)).toBe(false);
  });

  it('an entry with a name that does not end in its types, an unknown type or an unknown call', () => {
    const right = {
      settingName: 'rule:X:Ecs-Instance:Ecs-Eni',
      primary: 'Ecs-Instance',
      associated: 'Ecs-Eni',
      calls: ['ecs:AttachNetworkInterface'],
      removesOnDetach: false,
      supportsExisting: false,
      rank: 0,
    } as const;
    const misnamed = { ...right, associated: 'Ecs-Disk' } as const;
    const misspelt = {
      ...right,
      settingName: 'rule:X:Ecs-Instanz:Ecs-Eni',
      primary: 'Ecs-Instanz',
    } as const;
    const uncallable = { ...right, calls: ['ecs:AttachEni'] } as const;

    expect(defineRule(right)).toBe(right);
    // @ts-expect-error the name says Ecs-Eni
    expect(defineRule(misnamed)).toBe(misnamed);
    // @ts-expect-error there is no type Ecs-Instanz
    expect(defineRule(misspelt)).toBe(misspelt);
    // @ts-expect-error there is no call AttachEni
    expect(defineRule(uncallable)).toBe(uncallable);
  });
});

it('knows the 24 regions of the product page', () => {
  expect([...supportedRegions.keys()].toSorted()).toEqual(
    [
      'ap-northeast-1 ap-southeast-1 ap-southeast-3 ap-southeast-5 ap-southeast-6 ap-southeast-7',
      'cn-beijing cn-chengdu cn-fuzhou cn-guangzhou cn-hangzhou cn-heyuan cn-hongkong cn-huhehaote',
      'cn-nanjing cn-qingdao cn-shanghai cn-shenzhen cn-wulanchabu cn-zhangjiakou',
      'eu-central-1 eu-west-1 us-east-1 us-west-1',
    ].flatMap((line) => line.split(' ')),
  );
});
