import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Arn, formatArn } from '../../../../src/clouds/aws/arn.ts';
import { createClients } from '../../../../src/clouds/aws/provider/clients.ts';
import { createClassify } from '../../../../src/clouds/aws/provider/errors.ts';
import { createAwsProvider } from '../../../../src/clouds/aws/provider/provider.ts';
import type { ResourceType } from '../../../../src/clouds/aws/resource-types.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { requestHandler } from './request-handler.ts';

// Answers of AWS as the test data of Cloud Custodian (Apache-2.0) keep them, with times and all.
const folder = join(import.meta.dirname, '../../../fixtures/aws-describe');

const accountId = '644160558196';
const region = 'us-east-1';
const at = { accountId, region };

/** What each recorded resource hangs on: `instance/i-1`. Those left out hang on nothing. */
const parents: Readonly<Record<string, readonly string[]>> = {
  'eipalloc-0fd809411832cfc28': ['instance/i-02bdb80e43cda8576'],
  'eni-0e1324ba169ed7b2f': ['instance/i-0f94b4d7343149de3'],
  'snap-031e6c09f6598d374': ['volume/vol-055ec795ddbff496a'],
  'snap-03215737c84137756': ['volume/vol-085e11f8bf260e467'],
  // A copy, whose volume never was: snap-07be51844bd81659c.
  'snap-0849969e30adfb2bf': ['volume/vol-09ae1ffb76a5334b5'],
  'snap-0ee44da6abc3a536f': ['volume/vol-085e11f8bf260e467'],
  'snap-8b0a6271': ['volume/vol-f0bbdb42'],
  'vol-01269f6008ec7a865': ['instance/i-0cf932f619d74db7b'],
  'vol-01d020e75fb456422': ['instance/i-01d66cdcd8e4d3966'],
  'vol-00bb30bb7db3b690f': ['instance/i-01d66cdcd8e4d3966'],
  'vol-007bb55074a82aafb': ['instance/i-0340f8e495ec140b7'],
  'vol-09058b8a10974beac': ['instance/i-09cc2926e06cfe715'],
  'vol-0c6efd2a9f5677a03': ['instance/i-094207d64930768dc'],
  'i-0cbf71d8ed0854b1b': ['group of Auto Scaling'],
};

const tag = z.object({ Key: z.string(), Value: z.string() });
const item = z.looseObject({
  Tags: z._default(z.array(tag), []),
  TagSet: z._default(z.array(tag), []),
});
const recording = z.looseObject({ data: z.record(z.string(), z.unknown()) });
const reservation = z.looseObject({ Instances: z.array(item) });

/** Type, list and id in the answers of each operation. */
const shapes: Readonly<Record<string, readonly [ResourceType, string, string]>> = {
  DescribeAddresses: ['Ec2-ElasticIp', 'Addresses', 'AllocationId'],
  DescribeImages: ['Ec2-Image', 'Images', 'ImageId'],
  DescribeInstances: ['Ec2-Instance', 'Reservations', 'InstanceId'],
  DescribeNatGateways: ['Ec2-NatGateway', 'NatGateways', 'NatGatewayId'],
  DescribeNetworkInterfaces: ['Ec2-NetworkInterface', 'NetworkInterfaces', 'NetworkInterfaceId'],
  DescribeSnapshots: ['Ec2-Snapshot', 'Snapshots', 'SnapshotId'],
  DescribeVolumes: ['Ec2-Volume', 'Volumes', 'VolumeId'],
};

const withDates = (_: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('__class__' in value)) return value;
  const time = z.record(z.string(), z.unknown()).parse(value);
  return new Date(Date.UTC(Number(time.year), Number(time.month) - 1, Number(time.day)));
};

/** The provider, whose client of EC2 answers what was recorded, and nothing to what was not. */
const providerOf = (operation: string, data: object) => {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const nothing =
    '<DescribeLoadBalancersResponse><DescribeLoadBalancersResult/></DescribeLoadBalancersResponse>';
  const clients = createClients({
    region,
    credentials,
    requestHandler: requestHandler(async () => ({ status: 200, body: nothing })),
  });
  clients.ec2().middlewareStack.add(
    (_, context) => async () => {
      const output = context.commandName === `${operation}Command` ? data : {};
      return { output: { $metadata: {}, ...output }, response: {} };
    },
    { step: 'initialize', priority: 'high' },
  );
  return createAwsProvider({
    ...at,
    clients,
    classify: createClassify(() => {}),
    common: { maxTagsPerResource: () => 50, isOurs: () => false },
  });
};

const parentsOf = (id: string): readonly string[] =>
  (parents[id] ?? []).map((name) =>
    name === 'group of Auto Scaling'
      ? expect.stringMatching(
          /^arn:aws:autoscaling:us-east-1:644160558196:autoScalingGroup:\*:autoScalingGroupName\/.+/,
        )
      : `arn:aws:ec2:${region}:${accountId}:${name}`,
  );

it.each(readdirSync(folder))('reads tags and parents in %s', async (file) => {
  const [operation = ''] = file.split('-');
  const [type = 'Ec2-Volume', list = '', idName = ''] = shapes[operation] ?? [];
  const { data } = recording.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'), withDates));
  const items =
    list === 'Reservations'
      ? z
          .array(reservation)
          .parse(data[list])
          .flatMap(({ Instances }) => Instances)
      : z.array(item).parse(data[list]);
  const arns = items.map((each): Arn => formatArn({ ...at, type, id: String(each[idName]) }));

  const sights = await providerOf(operation, data).describe(arns, patientCall);

  expect(items.length).toBeGreaterThan(0);
  expect([...sights.values()]).toEqual(
    items.map((each, index) => ({
      kind: 'present',
      resource: {
        arn: arns[index],
        tags: new Map([...each.Tags, ...each.TagSet].map(({ Key, Value }) => [Key, Value])),
        parents: parentsOf(String(each[idName])),
      },
    })),
  );
});
