import { describe, expect, it } from 'vitest';
import { randomFrom } from '../../../reliability/random.ts';
import { account, arnOf, region, touchedBy } from '../events/records.ts';
import type { MadeCall } from './call-record.ts';
import { openTrail } from './trail.ts';

const scope = {
  accountId: account,
  region,
  userIdentity: { type: 'IAMUser', userName: 'alice', accountId: account },
};
const ec2 = (resource: string) => arnOf('ec2', resource);

const open = () =>
  openTrail({
    tagsOf: async () => new Map([['cost', 'blue']]),
    now: () => '2026-03-01T08:00:00Z',
  });

/** The events that tell of a call. */
const eventsOf = async (call: MadeCall): Promise<readonly object[]> => {
  const trail = open();
  await trail.tell(call, scope);
  return trail.take();
};

describe('the trail of a call', () => {
  it.each([
    ['ec2', 'AttachVolume', { VolumeId: 'vol-1', InstanceId: 'i-1' }, {}, [ec2('volume/vol-1')]],
    [
      'ec2',
      'RunInstances',
      { MinCount: 2, MaxCount: 2 },
      {
        Instances: [
          { InstanceId: 'i-1', NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1' }] },
          { InstanceId: 'i-2', LaunchTime: new Date(0) },
        ],
      },
      [ec2('instance/i-1'), ec2('instance/i-2'), ec2('network-interface/eni-1')],
    ],
    ['ec2', 'TerminateInstances', { InstanceIds: ['i-1'] }, {}, [ec2('instance/i-1')]],
    [
      'ec2',
      'CreateSnapshots',
      { InstanceSpecification: { InstanceId: 'i-1' } },
      { Snapshots: [{ SnapshotId: 'snap-1' }] },
      [ec2('snapshot/snap-1')],
    ],
    [
      'ec2',
      'CreateNatGateway',
      { AllocationId: 'eipalloc-1' },
      { NatGateway: { NatGatewayId: 'nat-1' } },
      [ec2('natgateway/nat-1'), ec2('elastic-ip/eipalloc-1')],
    ],
    [
      'rds',
      'CreateDBSnapshot',
      { DBSnapshotIdentifier: 's-1', DBInstanceIdentifier: 'db1' },
      { DBSnapshot: { DBSnapshotIdentifier: 's-1' } },
      [arnOf('rds', 'snapshot:s-1')],
    ],
    ['lambda', 'DeleteFunction', { FunctionName: 'f1' }, {}, [arnOf('lambda', 'function:f1')]],
    [
      'logs',
      'CreateLogGroup',
      { logGroupName: '/aws/lambda/f1' },
      {},
      [arnOf('logs', 'log-group:/aws/lambda/f1')],
    ],
    [
      'autoscaling',
      'AttachInstances',
      { InstanceIds: ['i-1'], AutoScalingGroupName: 'web' },
      {},
      [ec2('instance/i-1')],
    ],
  ])('%s %s is what readers of CloudTrail read', async (service, name, input, output, touched) => {
    const events = await eventsOf({ service, name, input, output });

    expect(events.map(touchedBy)).toEqual([touched]);
  });

  it.each([
    [
      'ec2',
      'CreateTags',
      { Resources: ['vol-1'], Tags: [{ Key: 'cost', Value: 'blue' }] },
      ec2('volume/vol-1'),
    ],
    ['ec2', 'DeleteTags', { Resources: ['i-1'], Tags: [{ Key: 'cost' }] }, ec2('instance/i-1')],
    [
      'rds',
      'AddTagsToResource',
      { ResourceName: arnOf('rds', 'db:db1'), Tags: [{ Key: 'cost', Value: 'blue' }] },
      arnOf('rds', 'db:db1'),
    ],
    [
      'eks',
      'TagResource',
      { resourceArn: arnOf('eks', 'cluster/prod'), tags: { cost: 'blue' } },
      arnOf('eks', 'cluster/prod'),
    ],
    [
      'lambda',
      'UntagResource',
      { Resource: arnOf('lambda', 'function:f1'), TagKeys: ['cost'] },
      arnOf('lambda', 'function:f1'),
    ],
  ])('%s %s is told as a change of tags, too', async (service, name, input, arn) => {
    const events = await eventsOf({ service, name, input, output: {} });

    expect(events.map(touchedBy)).toEqual([[arn], [arn]]);
    expect(events[1]).toMatchObject({
      source: 'aws.tag',
      detail: { 'changed-tag-keys': ['cost'], tags: { cost: 'blue' } },
    });
  });

  it('tells of no tags where the Tagging API says that it failed', async () => {
    const [done, failed] = [ec2('volume/vol-1'), ec2('volume/vol-2')];

    const [, ...notices] = await eventsOf({
      service: 'tagging',
      name: 'TagResources',
      input: { ResourceARNList: [done, failed], Tags: { cost: 'blue' } },
      output: { FailedResourcesMap: { [failed]: { ErrorCode: 'any' } } },
    });

    expect(notices.map(touchedBy)).toEqual([[done]]);
  });
});

describe('in bad weather', () => {
  const play = async (seed: number) => {
    const trail = open();
    for (let index = 0; index < 100; index += 1) {
      await trail.tell(
        { service: 'ec2', name: 'AttachVolume', input: { VolumeId: `vol-${index}` }, output: {} },
        scope,
      );
    }
    const weather = { random: randomFrom(seed), lostOneIn: 4, doubledOneIn: 4, lateOneIn: 4 };
    return { first: trail.take(weather).map(touchedBy), late: trail.take().map(touchedBy) };
  };

  it('events get lost, come twice, late and in another order, the same for the same seed', async () => {
    const { first, late } = await play(1);
    const distinct = new Set([...first, ...late].map(String));
    const numbers = first.map((arn) => Number(String(arn).split('vol-')[1]));

    expect(distinct.size).toBeLessThan(100);
    expect(first.length + late.length).toBeGreaterThan(distinct.size);
    expect(numbers).not.toEqual(numbers.toSorted((left, right) => left - right));
    expect(late.length).toBeGreaterThan(0);
    expect(await play(1)).toEqual({ first, late });
    expect(await play(2)).not.toEqual({ first, late });
  });
});
