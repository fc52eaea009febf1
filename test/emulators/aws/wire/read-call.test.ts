import {
  AutoScalingClient,
  CreateOrUpdateTagsCommand,
  DeleteTagsCommand,
} from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateTagsCommand,
  DescribeVolumesCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateClusterCommand, EKSClient, TagResourceCommand } from '@aws-sdk/client-eks';
import {
  ElasticLoadBalancingV2Client,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient, UntagResourceCommand } from '@aws-sdk/client-lambda';
import { AddTagsToResourceCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  ResourceGroupsTaggingAPIClient,
  UntagResourcesCommand,
} from '@aws-sdk/client-resource-groups-tagging-api';
import {
  SecretsManagerClient,
  TagResourceCommand as TagSecret,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Listening } from '../../../loopback.ts';
import { startProxy } from '../../proxy.ts';
import { type Heard, hear } from './read-call.ts';

let proxy: Listening;
let heard: Heard[];
let answer: { readonly status: number; readonly text: string };

beforeAll(async () => {
  proxy = await startProxy({
    endpoint: 'http://nobody',
    layers: [
      async (call) => {
        const { status, text } = answer;
        const given = { status, headers: {}, body: Buffer.from(text) };
        heard.push(await hear(call, given));
        return given;
      },
    ],
  });
});
afterAll(() => proxy.stop());
beforeEach(() => {
  heard = [];
});

const options = () => ({
  endpoint: proxy.endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
});

const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:eu-central-1:123456789012:${resource}`;

/** What a call was heard as; why it was not, in one text. */
const told = (): readonly unknown[] =>
  heard.map((each) => {
    if (each.kind !== 'call') return each.kind === 'unread' ? each.reason : each.kind;
    const { service, name, input } = each.call;
    return [service, name, input];
  });

const Tags = [
  { Key: 'cost', Value: 'a & b=é' },
  { Key: 'team', Value: '' },
];

describe('a call on the wire says what its client was given', () => {
  it('in the query protocol of EC2', async () => {
    answer = { status: 200, text: '<any><return>true</return></any>' };
    const Resources = Array.from({ length: 11 }, (_, index) => `vol-${index}`);
    const tagging = { Resources, Tags };
    const running = {
      ImageId: 'ami-1',
      MinCount: 1,
      MaxCount: 2,
      SecurityGroupIds: ['sg-1'],
      BlockDeviceMappings: [{ DeviceName: '/dev/sda', Ebs: { VolumeSize: 8, Encrypted: true } }],
      TagSpecifications: [{ ResourceType: 'instance' as const, Tags }],
      ClientToken: 'once',
    };

    await new EC2Client(options()).send(new CreateTagsCommand(tagging));
    await new EC2Client(options()).send(new RunInstancesCommand(running));

    expect(told()).toEqual([
      ['ec2', 'CreateTags', tagging],
      ['ec2', 'RunInstances', running],
    ]);
  });

  it('in that of other services', async () => {
    answer = { status: 200, text: '<any><SetSubnetsResult/></any>' };
    const of = { ResourceId: 'web', ResourceType: 'auto-scaling-group' };
    const groupTags = { Tags: [{ ...of, Key: 'cost', Value: 'blue', PropagateAtLaunch: false }] };
    const groupKeys = { Tags: [{ ...of, Key: 'cost' }] };
    const databaseTags = { ResourceName: arnOf('rds', 'db:db1'), Tags };
    const subnets = {
      LoadBalancerArn: arnOf('elasticloadbalancing', 'loadbalancer/net/a/1'),
      SubnetMappings: [{ SubnetId: 'subnet-1', AllocationId: 'eipalloc-1' }],
    };

    await new AutoScalingClient(options()).send(new CreateOrUpdateTagsCommand(groupTags));
    await new AutoScalingClient(options()).send(new DeleteTagsCommand(groupKeys));
    await new RDSClient(options()).send(new AddTagsToResourceCommand(databaseTags));
    await new ElasticLoadBalancingV2Client(options()).send(new SetSubnetsCommand(subnets));

    expect(told()).toEqual([
      ['autoscaling', 'CreateOrUpdateTags', groupTags],
      ['autoscaling', 'DeleteTags', groupKeys],
      ['rds', 'AddTagsToResource', databaseTags],
      ['elasticloadbalancing', 'SetSubnets', subnets],
    ]);
  });

  it('in JSON, and in a path', async () => {
    answer = { status: 200, text: '{}' };
    const group = { logGroupName: '/aws/lambda/f1' };
    const keys = { ResourceARNList: [arnOf('rds', 'db:db1')], TagKeys: ['cost'] };
    const clusterTags = { resourceArn: arnOf('eks', 'cluster/prod'), tags: { cost: 'blue' } };
    const functionKeys = { Resource: arnOf('lambda', 'function:f1'), TagKeys: ['cost', 'team'] };

    await new CloudWatchLogsClient(options()).send(new CreateLogGroupCommand(group));
    await new ResourceGroupsTaggingAPIClient(options()).send(new UntagResourcesCommand(keys));
    await new EKSClient(options()).send(new TagResourceCommand(clusterTags));
    await new LambdaClient(options()).send(new UntagResourceCommand(functionKeys));

    expect(told()).toEqual([
      ['logs', 'CreateLogGroup', group],
      ['tagging', 'UntagResources', keys],
      ['eks', 'TagResource', clusterTags],
      ['lambda', 'UntagResource', functionKeys],
    ]);
  });

  it('and its answer what the client gets', async () => {
    const instance = '<item><instanceId>i-1</instanceId></item>';
    answer = { status: 200, text: `<any><instancesSet>${instance}</instancesSet></any>` };
    const command = new RunInstancesCommand({ ImageId: 'ami-1', MinCount: 1, MaxCount: 1 });

    const { Instances } = await new EC2Client(options()).send(command);

    expect(Instances).toEqual([{ InstanceId: 'i-1' }]);
    expect(heard).toMatchObject([{ call: { output: { Instances } } }]);
  });
});

describe('there is nothing to tell', () => {
  it('of what only reads', async () => {
    answer = { status: 200, text: '<any/>' };

    await new EC2Client(options()).send(new DescribeVolumesCommand({}));

    expect(told()).toEqual(['aside']);
  });

  it('of what failed', async () => {
    answer = { status: 400, text: '<any><Errors><Error><Code>No</Code></Error></Errors></any>' };
    const command = new CreateTagsCommand({ Resources: ['vol-1'], Tags });

    await expect(new EC2Client(options()).send(command)).rejects.toThrow();

    expect(told()).toEqual(['aside']);
  });
});

describe('what nobody here can read is said', () => {
  it('of a service that nobody knows', async () => {
    answer = { status: 200, text: '{}' };
    const command = new TagSecret({ SecretId: 'any', Tags });

    await new SecretsManagerClient(options()).send(command);

    expect(told()).toEqual(["secretsmanager TagResource: nobody here knows this service's calls"]);
  });

  it.each([
    ['a path', 'eks', '/no/such/path', {}, 'eks POST /no/such/path: the service has no such call'],
    [
      'a name',
      'logs',
      '/',
      { 'x-amz-target': 'Logs_20140328.TagEverything' },
      'logs TagEverything: the service has no such call',
    ],
  ])('of %s that the service does not have', async (_, service, path, headers, reason) => {
    answer = { status: 200, text: '{}' };
    const authorization = `AWS4-HMAC-SHA256 Credential=any/20260101/eu-central-1/${service}/aws4_request`;

    await fetch(`${proxy.endpoint}${path}`, {
      method: 'POST',
      headers: { authorization, ...headers },
    });

    expect(told()).toEqual([reason]);
  });

  it('of an answer that is none', async () => {
    answer = { status: 200, text: '{"half' };
    const command = new CreateClusterCommand({ name: 'a', roleArn: 'any', resourcesVpcConfig: {} });

    await new EKSClient(options()).send(command).catch(() => {});

    expect(told()).toEqual([expect.stringMatching(/^eks POST .*: its answer cannot be read: /)]);
  });
});
