import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeAddressesResult$,
  DescribeImagesResult$,
  DescribeInstancesResult$,
  DescribeNatGatewaysResult$,
  DescribeNetworkInterfacesResult$,
  DescribeSnapshotsResult$,
  DescribeVolumesResult$,
} from '@aws-sdk/client-ec2';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Arn, formatArn } from '../../../../src/clouds/aws/arn.ts';
import { createClients } from '../../../../src/clouds/aws/provider/clients.ts';
import { createClassify } from '../../../../src/clouds/aws/provider/errors.ts';
import { createAwsProvider } from '../../../../src/clouds/aws/provider/provider.ts';
import type { ResourceType } from '../../../../src/clouds/aws/resource-types.ts';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { operationOf, requestHandler, type SentAnswer } from './request-handler.ts';
import { wireAnswer } from './wire-answer.ts';

// Answers of AWS as the test data of Cloud Custodian (Apache-2.0) keep them, with times and all; they are put on the wire again, so
// that the SDK reads them.
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

/** What the answers of each operation are, and type, list and id in them. */
const shapes = {
  DescribeAddresses: [DescribeAddressesResult$, 'Ec2-ElasticIp', 'Addresses', 'AllocationId'],
  DescribeImages: [DescribeImagesResult$, 'Ec2-Image', 'Images', 'ImageId'],
  DescribeInstances: [DescribeInstancesResult$, 'Ec2-Instance', 'Reservations', 'InstanceId'],
  DescribeNatGateways: [
    DescribeNatGatewaysResult$,
    'Ec2-NatGateway',
    'NatGateways',
    'NatGatewayId',
  ],
  DescribeNetworkInterfaces: [
    DescribeNetworkInterfacesResult$,
    'Ec2-NetworkInterface',
    'NetworkInterfaces',
    'NetworkInterfaceId',
  ],
  DescribeSnapshots: [DescribeSnapshotsResult$, 'Ec2-Snapshot', 'Snapshots', 'SnapshotId'],
  DescribeVolumes: [DescribeVolumesResult$, 'Ec2-Volume', 'Volumes', 'VolumeId'],
} as const satisfies Readonly<
  Record<string, readonly [Parameters<typeof wireAnswer>[1], ResourceType, string, string]>
>;

const isKnown = (operation: string): operation is keyof typeof shapes =>
  Object.hasOwn(shapes, operation);

const withDates = (_: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !('__class__' in value)) return value;
  const time = z.record(z.string(), z.unknown()).parse(value);
  const [year = 0, month = 1, day, hour, minute, second] = [
    ...[time.year, time.month, time.day, time.hour, time.minute, time.second],
  ].map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
};

/** The provider, to whose clients AWS answers what was recorded, and nothing to what was not. */
const providerOf = (operation: string, recorded: SentAnswer) => {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const clients = createClients({
    region,
    credentials,
    requestHandler: requestHandler(async (request) => {
      const asked = operationOf(request);
      const body = `<${asked}Response><${asked}Result/></${asked}Response>`;
      return asked === operation ? recorded : { status: 200, body };
    }),
  });
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
  if (!isKnown(operation)) throw new Error(`nobody knows what ${operation} answers`);
  const [schema, type, list, idName] = shapes[operation];
  const { data } = recording.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'), withDates));
  const items =
    list === 'Reservations'
      ? z
          .array(reservation)
          .parse(data[list])
          .flatMap(({ Instances }) => Instances)
      : z.array(item).parse(data[list]);
  const arns = items.map((each): Arn => formatArn({ ...at, type, id: String(each[idName]) }));

  // What the SDK of the recorder has added.
  const { ResponseMetadata: _, ...answered } = data;
  const recorded = wireAnswer(operation, schema, answered);
  const sights = await providerOf(operation, recorded).describe(arns, patientCall);

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
