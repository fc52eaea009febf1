import { describe, expect, it } from 'vitest';
import { aws } from '../../../src/clouds/aws/aws.ts';
import { associationCalls, notices } from '../../../src/clouds/aws/calls.ts';
import { catalogue, rules } from '../../../src/clouds/aws/catalogue.ts';
import { allResourceTypes } from '../../../src/clouds/aws/resource-types.ts';
import { shortNameOf } from '../../../src/clouds/short-name.ts';

const removing = rules.filter(({ removesOnDetach }) => removesOnDetach).map(shortNameOf);

describe('the rules of AWS', () => {
  it('are these', () => {
    expect(rules.map(shortNameOf)).toEqual([
      'ec2-instance/ec2-volume',
      'ec2-instance/ec2-networkinterface',
      'ec2-instance/ec2-elasticip',
      'ec2-volume/ec2-snapshot',
      'ec2-instance/ec2-image',
      'ec2-image/ec2-snapshot',
      'ec2-natgateway/ec2-elasticip',
      'autoscaling-group/ec2-instance',
      'eks-cluster/ec2-instance',
      'eks-cluster/autoscaling-group',
      'eks-cluster/ec2-securitygroup',
      'eks-cluster/elasticloadbalancing-loadbalancer',
      'elasticloadbalancing-loadbalancer/ec2-elasticip',
      'rds-dbinstance/rds-dbsnapshot',
      'rds-dbcluster/rds-dbclustersnapshot',
      'rds-dbcluster/rds-dbinstance',
      'lambda-function/logs-loggroup',
    ]);
  });

  it('all apply to existing resources, and remove what a holder gave to what lives on without it', () => {
    expect(rules.every(({ supportsExisting }) => supportsExisting)).toBe(true);
    expect(removing).toEqual([
      'ec2-instance/ec2-volume',
      'ec2-instance/ec2-networkinterface',
      'ec2-instance/ec2-elasticip',
      'ec2-natgateway/ec2-elasticip',
      'elasticloadbalancing-loadbalancer/ec2-elasticip',
    ]);
  });

  it('let the direct holder win over what is around it', () => {
    const around = rules.filter(({ rank }) => rank === 1).map(shortNameOf);

    expect(around).toEqual([
      'ec2-image/ec2-snapshot',
      'eks-cluster/ec2-instance',
      'eks-cluster/autoscaling-group',
      'eks-cluster/ec2-securitygroup',
      'eks-cluster/elasticloadbalancing-loadbalancer',
    ]);
  });

  it('watch every call and notice of the lists, and know every type', () => {
    const watched = new Set(rules.flatMap(({ calls }) => calls));
    const types = new Set(rules.flatMap(({ primary, associated }) => [primary, associated]));

    expect([...watched].sort()).toEqual([...associationCalls, ...notices].sort());
    expect([...types].sort()).toEqual([...allResourceTypes].sort());
  });

  it('say of each what works without a trail', () => {
    for (const { withoutTrail } of catalogue) expect(withoutTrail).toMatch(/^[A-Z].+\.$/);
  });
});

describe('what the names of calls mean', () => {
  const { isTagCallOf, endsAssociations } = aws.calls;

  it.each([
    'DetachVolume',
    'DisassociateAddress',
    'DeleteNatGateway',
    'TerminateInstances',
    'ReleaseAddress',
    'DeregisterImage',
    'EC2 Instance Terminate Successful',
    'EBS Volume Notification deleteVolume',
    'RDS DB Snapshot Event deletion',
    // An instance that was stopped runs again: what hangs on it may be old.
    'EC2 Instance State-change Notification running',
  ])('%s makes no association', (name) => {
    expect(endsAssociations(name)).toBe(true);
  });

  it.each([
    'RunInstances',
    'AttachVolume',
    'EC2 Instance Launch Successful',
    'EBS Volume Notification createVolume',
    'RDS DB Snapshot Event creation',
  ])('%s may make one', (name) => {
    expect(endsAssociations(name)).toBe(false);
  });

  it.each([
    ['Ec2-Volume', 'CreateTags', true],
    ['Ec2-Volume', 'Tag Change on Resource', true],
    ['Ec2-Volume', 'TagResources', true],
    ['Ec2-Volume', 'AddTagsToResource', false],
    ['Rds-DbInstance', 'AddTagsToResource', true],
    ['AutoScaling-Group', 'CreateOrUpdateTags', true],
    ['Ecs-Disk', 'CreateTags', false],
  ] as const)('the tags of %s by %s: %s', (type, name, is) => {
    expect(isTagCallOf(type, name)).toBe(is);
  });
});

describe('tags', () => {
  const { isReserved, isWithheld } = aws.tagRules;

  it.each(['aws:autoscaling:groupName', 'AWS:x'])('%s is the cloud’s own', (key) => {
    expect(isReserved(key)).toBe(true);
  });

  it.each([
    'kubernetes.io/cluster/prod',
    'elbv2.k8s.aws/cluster',
    'eks:cluster-name',
    'karpenter.sh/nodepool',
    'KubernetesCluster',
  ])('%s is evidence, and not passed on', (key) => {
    expect([isReserved(key), isWithheld(key)]).toEqual([false, true]);
  });

  it('are 50 on a resource, of 128 and 256 characters', () => {
    for (const facts of aws.resourceTypes.values()) {
      expect(facts).toMatchObject({ maxTags: 50, longestKey: 128, longestValue: 256 });
    }
  });
});
