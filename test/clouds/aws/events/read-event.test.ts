import { describe, expect, it } from 'vitest';
import { readEvent } from '../../../../src/clouds/aws/events/read-event.ts';
import {
  account,
  arnOf,
  noticeOf,
  onBus,
  recordOf,
  region,
  tagChangeOf,
  touchedBy,
} from './records.ts';

const ec2 = (resource: string) => arnOf('ec2', resource);
const group = arnOf('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/web');
const nlb = arnOf('elasticloadbalancing', 'loadbalancer/net/front/0123456789abcdef');

/** Call, its parameters, its answer, and what it touches. Source: the samples, recorded events, API references. */
const calls: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
  ['ec2:AttachVolume', { volumeId: 'vol-1', instanceId: 'i-1' }, {}, [ec2('volume/vol-1')]],
  ['ec2:DetachVolume', { volumeId: 'vol-1', force: false }, {}, [ec2('volume/vol-1')]],
  [
    'ec2:TerminateInstances',
    { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } },
    {},
    [ec2('instance/i-1'), ec2('instance/i-2')],
  ],
  [
    'ec2:AttachNetworkInterface',
    { networkInterfaceId: 'eni-1', instanceId: 'i-1' },
    {},
    [ec2('network-interface/eni-1')],
  ],
  [
    'ec2:AssociateAddress',
    { allocationId: 'eipalloc-1', instanceId: 'i-1' },
    {},
    [ec2('elastic-ip/eipalloc-1')],
  ],
  // Its own address is not named: it is found among those of the instance.
  ['ec2:AssociateAddress', { publicIp: '192.0.2.1', instanceId: 'i-1' }, {}, [ec2('instance/i-1')]],
  ['ec2:CreateSnapshot', { volumeId: 'vol-1' }, { snapshotId: 'snap-1' }, [ec2('snapshot/snap-1')]],
  [
    'ec2:CreateSnapshots',
    {},
    {
      CreateSnapshotsResponse: {
        snapshotSet: { item: [{ snapshotId: 'snap-1' }, { snapshotId: 'snap-2' }] },
      },
    },
    [ec2('snapshot/snap-1'), ec2('snapshot/snap-2')],
  ],
  ['ec2:CreateImage', { instanceId: 'i-1' }, { imageId: 'ami-1' }, [ec2('image/ami-1')]],
  [
    'ec2:CreateNatGateway',
    { CreateNatGatewayRequest: { AllocationId: 'eipalloc-1', SubnetId: 'subnet-1' } },
    { CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-1' } } },
    [ec2('natgateway/nat-1'), ec2('elastic-ip/eipalloc-1')],
  ],
  [
    'ec2:DeleteNatGateway',
    { DeleteNatGatewayRequest: { NatGatewayId: 'nat-1' } },
    {},
    [ec2('natgateway/nat-1')],
  ],
  [
    'ec2:CreateTags',
    {
      resourcesSet: {
        items: [{ resourceId: 'i-1' }, { resourceId: 'vol-1' }, { resourceId: 'vpc-1' }],
      },
      tagSet: { items: [{ key: 'a', value: 'b' }] },
    },
    { _return: true },
    [ec2('instance/i-1'), ec2('volume/vol-1')],
  ],
  [
    'autoscaling:AttachInstances',
    { instanceIds: ['i-1'], autoScalingGroupName: 'web' },
    null,
    [ec2('instance/i-1')],
  ],
  ['autoscaling:CreateAutoScalingGroup', { autoScalingGroupName: 'web' }, null, [group]],
  [
    'autoscaling:CreateOrUpdateTags',
    { tags: [{ resourceId: 'web', resourceType: 'auto-scaling-group', key: 'a', value: 'b' }] },
    null,
    [group],
  ],
  [
    'eks:CreateCluster',
    { name: 'prod' },
    { cluster: { name: 'prod' } },
    [arnOf('eks', 'cluster/prod')],
  ],
  [
    'elasticloadbalancing:CreateLoadBalancer',
    {
      name: 'front',
      type: 'network',
      subnetMappings: [{ allocationId: 'eipalloc-1' }, { allocationId: 'eipalloc-2' }],
    },
    { loadBalancers: [{ loadBalancerArn: nlb }] },
    [nlb, ec2('elastic-ip/eipalloc-1'), ec2('elastic-ip/eipalloc-2')],
  ],
  [
    'rds:CreateDBSnapshot',
    { dBSnapshotIdentifier: 'Before-Migration', dBInstanceIdentifier: 'db1' },
    {
      dBSnapshotIdentifier: 'before-migration',
      dBSnapshotArn: arnOf('rds', 'snapshot:before-migration'),
    },
    [arnOf('rds', 'snapshot:before-migration')],
  ],
  ['rds:CreateDBInstance', { dBInstanceIdentifier: 'DB1' }, null, [arnOf('rds', 'db:db1')]],
  [
    'rds:CopyDBClusterSnapshot',
    { sourceDBClusterSnapshotIdentifier: 'c-1', targetDBClusterSnapshotIdentifier: 'c-2' },
    null,
    [arnOf('rds', 'cluster-snapshot:c-2')],
  ],
  [
    'lambda:CreateFunction20150331',
    { functionName: 'f1' },
    { functionArn: arnOf('lambda', 'function:f1') },
    [arnOf('lambda', 'function:f1')],
  ],
  [
    'lambda:DeleteFunction20150331',
    { functionName: arnOf('lambda', 'function:f1:7') },
    null,
    [arnOf('lambda', 'function:f1')],
  ],
  [
    'lambda:TagResource20170331v2',
    { resource: arnOf('lambda', 'function:f1') },
    null,
    [arnOf('lambda', 'function:f1')],
  ],
  [
    'logs:CreateLogGroup',
    { logGroupName: '/aws/lambda/f1' },
    null,
    [arnOf('logs', 'log-group:/aws/lambda/f1')],
  ],
  [
    'tagging:TagResources',
    { resourceARNList: [arnOf('rds', 'db:db1'), arnOf('s3', 'bucket')], tags: { a: 'b' } },
    { failedResourcesMap: {} },
    [arnOf('rds', 'db:db1')],
  ],
];

describe('a record of CloudTrail', () => {
  it.each(calls)(
    '%s of %j touches what it names',
    (call, requestParameters, responseElements, touched) => {
      const record = recordOf(call, { requestParameters, responseElements });

      expect(touchedBy(record)).toEqual(touched);
      expect(touchedBy(onBus(record))).toEqual(touched);
    },
  );

  it.each([
    ['ec2:DisassociateAddress', { associationId: 'eipassoc-1' }, ['Ec2-ElasticIp']],
    ['ec2:DisassociateAddress', { publicIp: '192.0.2.1' }, ['Ec2-ElasticIp']],
    // The address of an interface leaves the instance with it.
    [
      'ec2:DetachNetworkInterface',
      { attachmentId: 'eni-attach-1', force: false },
      ['Ec2-NetworkInterface', 'Ec2-ElasticIp'],
    ],
  ])('%s of %j means a resource that it does not name', (call, requestParameters, types) => {
    expect(readEvent(onBus(recordOf(call, { requestParameters })))).toMatchObject({
      kind: 'touched',
      resources: [],
      unnamed: types.map((type) => ({ type, accountId: account, region })),
    });
  });

  it('says what a call deleted, so that it is no surprise not to find it', () => {
    const reading = readEvent(
      recordOf('ec2:DeleteVolume', { requestParameters: { volumeId: 'vol-1' } }),
    );

    expect(reading).toMatchObject({ resources: [{ arn: ec2('volume/vol-1'), isGone: true }] });
  });

  const parameters = { volumeId: 'vol-1', instanceId: 'i-1' };
  const attached = recordOf('ec2:AttachVolume', { requestParameters: parameters });

  it.each([
    ['as a JSON text', JSON.stringify(attached)],
    ['on the bus', onBus(attached)],
    ['on the bus, as a text', { ...onBus(attached), detail: JSON.stringify(attached) }],
    ['as LookupEvents answers', { EventId: 'e-1', CloudTrailEvent: JSON.stringify(attached) }],
    [
      'as a collector wrote it',
      Object.fromEntries(
        Object.entries(attached).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    ],
    [
      'with its parameters as a text',
      { ...attached, requestParameters: JSON.stringify(parameters) },
    ],
    [
      'wrapped, in the case of the API',
      {
        ...attached,
        requestParameters: { AttachVolumeRequest: { VolumeId: 'vol-1', InstanceId: 'i-1' } },
      },
    ],
  ])('is read %s', (_, event) => {
    expect(readEvent(event)).toEqual({
      kind: 'touched',
      resources: [{ arn: ec2('volume/vol-1'), isGone: false }],
      cause: {
        eventId: 'e-1',
        eventName: 'AttachVolume',
        eventTime: '2026-03-01T08:00:00.000Z',
        principal: 'alice',
      },
    });
  });

  it.each([
    [[{ instanceId: 'i-1' }, { instanceId: 'i-2' }]],
    [{ items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] }],
    [{ item: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] }],
    [{ items: [{ instanceId: 'i-1' }], item: { instanceId: 'i-2' } }],
    [JSON.stringify({ items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] })],
  ])('is read whatever form a list has: %j', (instancesSet) => {
    const record = recordOf('ec2:TerminateInstances', { requestParameters: { instancesSet } });

    expect(touchedBy(record)).toEqual([ec2('instance/i-1'), ec2('instance/i-2')]);
  });

  it.each([
    [
      { errorCode: 'Client.InvalidVolume.NotFound' },
      'ignored: the call failed: Client.InvalidVolume.NotFound',
    ],
    [{ errorMessage: 'no' }, 'ignored: the call failed: no'],
    [{ errorCode: 'Client.DryRunOperation' }, 'ignored: the call was a dry run'],
    [{ responseElements: { _return: false } }, 'ignored: the call failed: it answered false'],
    [{ eventName: 'DescribeVolumes' }, 'ignored: no rule watches ec2 DescribeVolumes'],
    [{ eventSource: 's3.amazonaws.com' }, 'ignored: no rule watches s3 AttachVolume'],
    [{ awsRegion: 'xx-nowhere-1' }, 'ignored: region xx-nowhere-1 is not supported'],
    [{ requestParameters: null }, 'ignored: AttachVolume names no resource of a rule'],
    [{ requestParameters: { omitted: true } }, 'ignored: AttachVolume names no resource of a rule'],
    [{ eventName: null }, 'invalid: not a CloudTrail record: eventName is null; expected a text'],
    [
      { eventSource: 'ecs.aliyuncs.com' },
      'invalid: not a CloudTrail record: eventSource is "ecs.aliyuncs.com"; expected a service such as ec2.amazonaws.com',
    ],
    [
      { recipientAccountId: '1000000000000001' },
      'invalid: recipientAccountId: "1000000000000001" names no account of AWS, which has 12 digits',
    ],
    [{ awsRegion: undefined }, 'invalid: awsRegion is missing'],
  ])('with %j touches nothing, and says why', (changes, told) => {
    expect(touchedBy({ ...attached, ...changes })).toBe(told);
  });

  it('is of the account that the call was made in, not of the caller', () => {
    const caller = { type: 'AssumedRole', accountId: '999999999999' };

    expect(touchedBy({ ...attached, userIdentity: caller })).toEqual([ec2('volume/vol-1')]);
    expect(
      touchedBy({
        ...attached,
        recipientAccountId: undefined,
        userIdentity: { ...caller, accountId: account },
      }),
    ).toEqual([ec2('volume/vol-1')]);
  });

  it.each([
    [{ type: 'IAMUser', userName: 'alice' }, 'alice'],
    [
      { type: 'AssumedRole', arn: `arn:aws:sts::${account}:assumed-role/deploy/bob@example.com` },
      'deploy/bob@example.com',
    ],
    [{ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, 'autoscaling.amazonaws.com'],
    [{ type: 'Root', arn: `arn:aws:iam::${account}:root`, principalId: account }, 'root'],
    [{ type: 'AWSAccount', principalId: 'AIDA:x' }, 'AIDA:x'],
    [{}, 'unknown'],
    ['alice', 'unknown'],
  ])('names who did it: %j is %s', (userIdentity, principal) => {
    expect(readEvent({ ...attached, userIdentity })).toMatchObject({ cause: { principal } });
  });

  it('says that the bus replays it', () => {
    expect(readEvent({ ...onBus(attached), 'replay-name': 'r-1' })).toMatchObject({
      cause: { isReplay: true },
    });
  });
});

const snapshot = ec2('snapshot/snap-1');

describe('what a service tells by itself', () => {
  it.each([
    [
      'aws.ec2',
      'EBS Volume Notification',
      [ec2('volume/vol-1')],
      { event: 'createVolume', result: 'available' },
      [ec2('volume/vol-1')],
    ],
    [
      'aws.ec2',
      'EBS Volume Notification',
      [ec2('volume/vol-1'), arnOf('kms', 'key/1')],
      { event: 'attachVolume', result: 'attached' },
      [ec2('volume/vol-1')],
    ],
    // EBS has the region where the account would be.
    [
      'aws.ec2',
      'EBS Snapshot Notification',
      [`arn:aws:ec2::${region}:snapshot/snap-1`],
      {
        event: 'createSnapshot',
        result: 'succeeded',
        snapshot_id: `arn:aws:ec2::${region}:snapshot/snap-1`,
      },
      [snapshot],
    ],
    [
      'aws.ec2',
      'EBS Multi-Volume Snapshots Completion Status',
      [],
      {
        event: 'createSnapshots',
        result: 'succeeded',
        snapshots: [{ snapshot_id: `arn:aws:ec2::${region}:snapshot/snap-1`, status: 'completed' }],
      },
      [snapshot],
    ],
    [
      'aws.ec2',
      'EC2 AMI State Change',
      [`arn:aws:ec2:${region}::image/ami-1`],
      { ImageId: 'ami-1', State: 'available' },
      [ec2('image/ami-1')],
    ],
    [
      'aws.ec2',
      'EC2 Instance State-change Notification',
      [],
      { 'instance-id': 'i-1', state: 'terminated' },
      [ec2('instance/i-1')],
    ],
    [
      'aws.autoscaling',
      'EC2 Instance Launch Successful',
      [
        arnOf('autoscaling', 'autoScalingGroup:uuid-1:autoScalingGroupName/web'),
        ec2('instance/i-1'),
      ],
      { EC2InstanceId: 'i-1', AutoScalingGroupName: 'web' },
      [ec2('instance/i-1')],
    ],
    [
      'aws.rds',
      'RDS DB Snapshot Event',
      [arnOf('rds', 'snapshot:rds:db1-2026')],
      {
        EventCategories: ['creation'],
        SourceType: 'SNAPSHOT',
        SourceArn: arnOf('rds', 'snapshot:rds:db1-2026'),
      },
      [arnOf('rds', 'snapshot:rds:db1-2026')],
    ],
  ])('%s %s of %j touches what it names', (source, type, resources, detail, touched) => {
    expect(touchedBy(noticeOf(source, type, { resources, detail }))).toEqual(touched);
  });

  it.each([
    [
      'aws.ec2',
      'EBS Volume Notification',
      { event: 'createVolume', result: 'failed' },
      'ignored: EBS Volume Notification createVolume says that it failed',
    ],
    [
      'aws.ec2',
      'EC2 Instance State-change Notification',
      { 'instance-id': 'i-1', state: 'stopping' },
      'ignored: no rule watches aws.ec2 EC2 Instance State-change Notification stopping',
    ],
    ['aws.health', 'AWS Health Event', {}, 'ignored: no rule watches aws.health AWS Health Event'],
    [
      'aws.rds',
      'RDS DB Snapshot Event',
      {},
      'ignored: no rule watches aws.rds RDS DB Snapshot Event',
    ],
    [
      'acs.ecs',
      'ecs:ActionTrail:ApiCall',
      {},
      'invalid: detail-type is "ecs:ActionTrail:ApiCall" and source "acs.ecs": expected an event of AWS, such as "AWS API Call via CloudTrail" from aws.ec2',
    ],
  ])('%s %s with %j touches nothing, and says why', (source, type, detail, told) => {
    expect(touchedBy(noticeOf(source, type, { detail }))).toBe(told);
  });

  it('names what happened, and nobody who did it', () => {
    const event = noticeOf('aws.ec2', 'EC2 Instance State-change Notification', {
      detail: { 'instance-id': 'i-1', state: 'running' },
    });

    expect(readEvent(event)).toMatchObject({
      cause: {
        eventId: 'n-1',
        eventName: 'EC2 Instance State-change Notification running',
        eventTime: '2026-03-01T08:00:00.000Z',
        principal: 'unknown',
      },
    });
  });
});

describe('a change of tags', () => {
  it.each([
    ec2('instance/i-1'),
    ec2('elastic-ip/eipalloc-1'),
    group,
    nlb,
    arnOf('rds', 'cluster-snapshot:rds:c1'),
    arnOf('logs', 'log-group:/aws/lambda/f1'),
  ])('touches %s', (arn) => {
    expect(touchedBy(tagChangeOf(arn, { a: 'b' }, ['a']))).toEqual([arn]);
  });

  it('tells the tags that there are now, and which of them changed', () => {
    const event = tagChangeOf(ec2('instance/i-1'), { a: 'b', own: '' }, ['a', 'gone']);

    expect(readEvent(event)).toMatchObject({
      tagsTold: {
        changedKeys: ['a', 'gone'],
        tags: new Map([
          ['a', 'b'],
          ['own', ''],
        ]),
      },
    });
  });

  it('of another type, or in no ARN, touches nothing', () => {
    expect(touchedBy(tagChangeOf(ec2('vpc/vpc-1'), {}, ['a']))).toBe(
      'ignored: Tag Change on Resource names no resource of a rule',
    );
    expect(touchedBy(tagChangeOf('nothing', {}, ['a']))).toMatch(/^ignored: /);
  });
});

describe('anything else', () => {
  it.each([
    undefined,
    null,
    7,
    'text',
    '[]',
    [],
    {},
    { detail: 7, 'detail-type': 'x' },
    { CloudTrailEvent: 7 },
  ])('%j is no event of AWS', (raw) => {
    expect(touchedBy(raw)).toMatch(/^invalid: /);
  });
});
