import { CreateTagsCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { randomFrom } from '../../../reliability/random.ts';
import { account, arnOf, region, touchedBy } from '../events/records.ts';
import { openTrail, type Weather } from './trail.ts';

const scope = {
  accountId: account,
  region,
  userIdentity: { type: 'IAMUser', userName: 'alice', accountId: account },
};
const ec2 = (resource: string) => arnOf('ec2', resource);

let events: object[];

const open = (weather?: Weather) =>
  openTrail({
    scope,
    tagsOf: async () => new Map([['cost', 'blue']]),
    now: () => '2026-03-01T08:00:00Z',
    deliver: async (event) => {
      events.push(event);
    },
    ...(weather && { weather }),
  });

beforeEach(() => {
  events = [];
});

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
    await open().tell({ service, name, input, output });

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
    await open().tell({ service, name, input, output: {} });

    expect(events.map(touchedBy)).toEqual([[arn], [arn]]);
    expect(events[1]).toMatchObject({
      source: 'aws.tag',
      detail: { 'changed-tag-keys': ['cost'], tags: { cost: 'blue' } },
    });
  });

  it('is written of what a client does with success, and not of what it reads', async () => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const client = new EC2Client({ region, credentials, endpoint: 'http://127.0.0.1:9' });
    client.middlewareStack.add(open().watching('ec2'), { step: 'initialize', name: 'trail' });
    let hasFailed = false;
    client.middlewareStack.add(
      () => async () => {
        if (hasFailed) throw new Error('refused');
        return { output: { $metadata: {} }, response: {} };
      },
      { step: 'finalizeRequest', name: 'emulator', priority: 'high' },
    );
    const command = { Resources: ['vol-1'], Tags: [{ Key: 'cost', Value: 'blue' }] };

    await client.send(new DescribeVolumesCommand({}));
    await client.send(new CreateTagsCommand(command));
    hasFailed = true;
    await expect(client.send(new CreateTagsCommand(command))).rejects.toThrow('refused');

    expect(events.map(touchedBy)).toEqual([[ec2('volume/vol-1')], [ec2('volume/vol-1')]]);
  });
});

describe('in bad weather', () => {
  const play = async (seed: number): Promise<readonly unknown[]> => {
    events = [];
    const trail = open({ random: randomFrom(seed), lostOneIn: 4, doubledOneIn: 4 });
    for (let index = 0; index < 100; index += 1) {
      await trail.tell({
        service: 'ec2',
        name: 'AttachVolume',
        input: { VolumeId: `vol-${index}` },
        output: {},
      });
    }
    const early = events.length;
    await trail.flush();
    return [early, ...events.map(touchedBy)];
  };

  it('events wait, get lost, come twice and in another order, the same for the same seed', async () => {
    const [early, ...told] = await play(1);
    const distinct = new Set(told.map(String));

    expect(early).toBe(0);
    expect(distinct.size).toBeLessThan(100);
    expect(told.length).toBeGreaterThan(distinct.size);
    const numbers = told.map((arn) => Number(String(arn).split('vol-')[1]));
    expect(numbers).not.toEqual(numbers.toSorted((left, right) => left - right));
    expect(await play(1)).toEqual([early, ...told]);
    expect(await play(2)).not.toEqual([early, ...told]);
  });
});
