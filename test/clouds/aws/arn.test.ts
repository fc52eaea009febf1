import { describe, expect, it } from 'vitest';
import { formatArn, isArn, parseArn, readArn, typeOf } from '../../../src/clouds/aws/arn.ts';
import { allResourceTypes } from '../../../src/clouds/aws/resource-types.ts';
import { fc } from '../../properties.ts';

const at = { region: 'us-east-1', accountId: '123456789012' } as const;

const written = [
  ['Ec2-Instance', 'i-1', 'arn:aws:ec2:us-east-1:123456789012:instance/i-1'],
  ['Ec2-Volume', 'vol-1', 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1'],
  ['Ec2-NetworkInterface', 'eni-1', 'arn:aws:ec2:us-east-1:123456789012:network-interface/eni-1'],
  ['Ec2-ElasticIp', 'eipalloc-1', 'arn:aws:ec2:us-east-1:123456789012:elastic-ip/eipalloc-1'],
  ['Ec2-Snapshot', 'snap-1', 'arn:aws:ec2:us-east-1:123456789012:snapshot/snap-1'],
  ['Ec2-Image', 'ami-1', 'arn:aws:ec2:us-east-1:123456789012:image/ami-1'],
  ['Ec2-NatGateway', 'nat-1', 'arn:aws:ec2:us-east-1:123456789012:natgateway/nat-1'],
  ['Ec2-SecurityGroup', 'sg-1', 'arn:aws:ec2:us-east-1:123456789012:security-group/sg-1'],
  [
    'AutoScaling-Group',
    'web',
    'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/web',
  ],
  ['Eks-Cluster', 'prod', 'arn:aws:eks:us-east-1:123456789012:cluster/prod'],
  [
    'ElasticLoadBalancing-LoadBalancer',
    'net/front/0123456789abcdef',
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/net/front/0123456789abcdef',
  ],
  ['Rds-DbInstance', 'db1', 'arn:aws:rds:us-east-1:123456789012:db:db1'],
  ['Rds-DbCluster', 'c1', 'arn:aws:rds:us-east-1:123456789012:cluster:c1'],
  [
    'Rds-DbSnapshot',
    'rds:db1-2026-01-01-00-00',
    'arn:aws:rds:us-east-1:123456789012:snapshot:rds:db1-2026-01-01-00-00',
  ],
  [
    'Rds-DbClusterSnapshot',
    'rds:c1-2026',
    'arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:c1-2026',
  ],
  ['Lambda-Function', 'f1', 'arn:aws:lambda:us-east-1:123456789012:function:f1'],
  [
    'Logs-LogGroup',
    '/aws/lambda/f1',
    'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f1',
  ],
] as const;

describe('an ARN of AWS', () => {
  it.each(written)('of %s %s is written and read as AWS writes it', (type, id, arn) => {
    expect(formatArn({ ...at, type, id })).toBe(arn);
    expect(parseArn(arn)).toEqual({ ...at, type, id });
    expect(typeOf(formatArn({ ...at, type, id }))).toBe(type);
  });

  it('is known of every type', () => {
    expect(written.map(([type]) => type)).toEqual(allResourceTypes);
  });

  it('can be read again as it was written, whatever the id holds', () => {
    const refs = fc.record({
      type: fc.constantFrom(...allResourceTypes),
      region: fc.constantFrom('us-east-1', 'cn-north-1', 'us-gov-west-1'),
      accountId: fc.constant('123456789012'),
      // Load balancers have a slash in theirs, and no log group ends in `:*`.
      id: fc
        .string({ minLength: 1, maxLength: 64, unit: 'grapheme' })
        .map((text) => `net/${text}.`),
    });

    fc.assert(
      fc.property(refs, (ref) => {
        expect(readArn(formatArn(ref))).toEqual(ref);
        expect(typeOf(formatArn(ref))).toBe(ref.type);
      }),
    );
  });

  it.each([
    ['cn-north-1', 'arn:aws-cn:ec2:cn-north-1:123456789012:volume/vol-1'],
    ['us-gov-west-1', 'arn:aws-us-gov:ec2:us-gov-west-1:123456789012:volume/vol-1'],
  ])('of %s begins with its partition', (region, arn) => {
    expect(formatArn({ ...at, region, type: 'Ec2-Volume', id: 'vol-1' })).toBe(arn);
    expect(parseArn(arn).region).toBe(region);
    expect(typeOf(formatArn(parseArn(arn)))).toBe('Ec2-Volume');
  });

  it.each([
    [
      'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:d4673c83-0aaf-4e52-b2a8-99bf7dfbe074:autoScalingGroupName/web/a:b',
      'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/web/a:b',
    ],
    [
      'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f1:*',
      'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/f1',
    ],
  ])('%s has one form here', (given, one) => {
    expect(formatArn(parseArn(given))).toBe(one);
  });

  it.each([
    'arn:aws:ec2:us-east-1:123456789012:vpc/vpc-1',
    'arn:aws:ec2:us-east-1::snapshot/snap-1',
    'arn:aws:ec2::us-east-1:snapshot/snap-1',
    'arn:aws:ec2:us-east-1:123456789012:volume/',
    'arn:aws-cn:ec2:us-east-1:123456789012:volume/vol-1',
    'arn:aws:ec2:cn-north-1:123456789012:volume/vol-1',
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/classic',
    'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:web',
    `arn:aws:ec2:us-east-1:123456789012:volume/${'v'.repeat(513)}`,
    'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1',
    'vol-1',
    '',
  ])('%j is the ARN of no resource of a rule', (text) => {
    expect([readArn(text), isArn(text)]).toEqual([undefined, false]);
    expect(() => parseArn(text)).toThrow(/is not the ARN of a resource of AWS/);
  });
});
