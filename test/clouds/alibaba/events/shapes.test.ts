import { describe, expect, it } from 'vitest';
import { fc } from '../../../properties.ts';
import { recordOf, touchedBy } from './records.ts';

const id = fc.stringMatching(/^[a-z0-9]{1,12}$/).map((text) => `i-${text}`);
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 4 });

const text = (value: unknown): string => JSON.stringify(value);

/** A list of ids as parameters, exports and collectors write it. */
const parametersOf = (names: readonly string[]): readonly object[] => [
  { ResourceId: names },
  { ResourceId: text(names) },
  { ResourceId: names.join(',') },
  ...[0, 1, 2].map((first) =>
    Object.fromEntries(names.map((name, index) => [`ResourceId.${first + index * 2}`, name])),
  ),
  { ResourceId: Object.fromEntries(names.map((name, index) => [index + 1, name])) },
  { body: { ResourceId: names } },
  { body: text({ ResourceId: names }) },
];

/** The same ids as references. */
const referencesOf = (names: readonly string[]): readonly unknown[] => {
  const type = 'ACS::ECS::Instance';
  return [
    { [type]: names },
    { [type]: text(names) },
    { [type]: names.join(',') },
    { [type]: names.map((resourceId) => ({ resourceId })) },
    { Instance: names },
    names.map((resourceName) => ({ resourceType: type, resourceName })),
    names.map((ResourceId) => ({ ResourceType: 'instance', ResourceId })),
    [{ resourceType: type, resourceName: names }],
    names.map((name) => ({ [type]: [name] })),
    names.map((name) => `arn:acs:ecs:*:*:instance/${name}`),
    names.map((name) => ({ type, arn: `arn:acs:ecs:cn-hangzhou:*:Instance/${name}` })),
  ];
};

const wrapped = fc.constantFrom<(value: unknown) => unknown>(
  (value) => value,
  text,
  (value) => text(text(value)),
);

const tagging = (changes: object) => recordOf('Ecs:TagResources', changes);

describe('the same record in other shapes', () => {
  it('touches the same by its parameters', () => {
    fc.assert(
      fc.property(ids, wrapped, (names, wrap) => {
        for (const parameters of parametersOf(names)) {
          const requestParameters = wrap({ ResourceType: 'instance', ...parameters });

          expect(touchedBy(tagging({ requestParameters }))).toEqual(
            names.map((name) => `ecs:instance/${name}`),
          );
        }
      }),
    );
  });

  it('touches the same by its references', () => {
    fc.assert(
      fc.property(ids, wrapped, (names, wrap) => {
        for (const references of referencesOf(names)) {
          expect(touchedBy(tagging({ referencedResources: wrap(references) }))).toEqual(
            names.map((name) => `ecs:instance/${name}`),
          );
        }
      }),
    );
  });

  it('touches what either names', () => {
    fc.assert(
      fc.property(ids, ids, (named, referenced) => {
        const record = tagging({
          requestParameters: { ResourceType: 'instance', ResourceId: named },
          referencedResources: { 'ACS::ECS::Instance': referenced },
        });

        expect(touchedBy(record)).toEqual(
          [...new Set([...named, ...referenced])].map((name) => `ecs:instance/${name}`),
        );
      }),
    );
  });
});

describe('names of types', () => {
  it.each([
    ['Ecs', 'NetworkInterface', 'eni-1', 'ecs:eni/eni-1'],
    ['Ecs', 'eni', 'eni-1', 'ecs:eni/eni-1'],
    ['Slb', 'LoadBalancer', 'lb-1', 'slb:instance/lb-1'],
    ['Nlb', 'LoadBalancer', 'nlb-1', 'nlb:loadbalancer/nlb-1'],
    ['Alb', 'loadbalancer', 'alb-1', 'alb:loadbalancer/alb-1'],
    ['Vpc', 'EipAddress', 'eip-1', 'vpc:eip/eip-1'],
    ['Vpc', 'NatGateway', 'ngw-1', 'vpc:natgateway/ngw-1'],
    ['Ecs', 'ACS::EIP::EipAddress', 'eip-1', 'vpc:eip/eip-1'],
  ])('in %s, %s is resolved: %s', (service, type, name, resource) => {
    const record = recordOf(`${service}:TagResources`, { referencedResources: { [type]: [name] } });

    expect(touchedBy(record)).toEqual([resource]);
  });

  it.each([
    ['ecs:r:1:NetworkInterface/eni-1', 'ecs:eni/eni-1'],
    ['nat:r:1:natgateway/ngw-1', 'vpc:natgateway/ngw-1'],
    ['eip:r:1:eip/eip-1', 'vpc:eip/eip-1'],
    ['eip:r:1:eipaddress/eip-1', 'vpc:eip/eip-1'],
    ['clb:r:1:loadbalancer/lb-1', 'slb:instance/lb-1'],
    ['ack:r:1:cluster/c-1', 'cs:cluster/c-1'],
    ['ecs::1:disk/d-1', 'ecs:disk/d-1'],
    ['ecs:r::disk/d-1', 'ecs:disk/d-1'],
  ])('in an ARN, %s is resolved', (arn, resource) => {
    const record = recordOf('Tag:TagResources', {
      requestParameters: { 'ResourceARN.1': `arn:acs:${arn}` },
    });

    expect(touchedBy(record)).toEqual([resource]);
  });

  it.each(['acs', 'ACS', 'ARN:ACS'])('in an ARN that begins with %s, too', (start) => {
    const arn = `${start}:ecs:r:1:NetworkInterface/eni-1`;
    const byParameter = { requestParameters: { 'ResourceARN.1': arn } };
    const byReference = { referencedResources: { 'ACS::ECS::NetworkInterface': [arn] } };

    expect(touchedBy(recordOf('Tag:TagResources', byParameter))).toEqual(['ecs:eni/eni-1']);
    expect(touchedBy(recordOf('Ecs:TagResources', byReference))).toEqual(['ecs:eni/eni-1']);
  });

  it('of Kafka may leave out the instance', () => {
    const record = recordOf('AliKafka:CreateTopic', {
      requestParameters: { InstanceId: 'k-1', Topic: 20240131 },
      referencedResources: { 'ACS::AliKafka::Topic': ['20240131', 'other'] },
    });

    expect(touchedBy(record)).toEqual([
      'alikafka:topic/Kafka_k-1_20240131',
      'alikafka:topic/Kafka_k-1_other',
    ]);
  });
});

it('a snapshot group names its snapshots among the references only', () => {
  const record = recordOf('Ecs:CreateSnapshotGroup', {
    requestParameters: { InstanceId: 'i-1' },
    referencedResources: { 'ACS::ECS::Instance': ['i-1'], 'ACS::ECS::Snapshot': ['s-1'] },
  });

  expect(touchedBy(record)).toEqual(['ecs:instance/i-1', 'ecs:snapshot/s-1']);
});

it('an association names its associated resources: the primary has nothing new', () => {
  const record = recordOf('Ecs:AttachDisk', {
    requestParameters: { InstanceId: 'i-1', DiskId: 'd-1' },
    referencedResources: { 'ACS::ECS::Instance': ['i-1'], 'ACS::ECS::Disk': ['d-1', 'd-2'] },
  });

  expect(touchedBy(record)).toEqual(['ecs:disk/d-1', 'ecs:disk/d-2']);
});

it('lists within lists end somewhere', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

  expect(touchedBy(tagging({ referencedResources: deep, requestParameters: deep }))).toEqual([
    'ignored: TagResources names no resource of a rule',
  ]);
});
