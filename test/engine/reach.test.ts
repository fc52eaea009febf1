import { describe, expect, it } from 'vitest';
import { findRule } from '../../src/clouds/catalogue.ts';
import {
  isReached,
  primaryTypesBelow,
  reachOfHeirs,
  reachOfNamed,
} from '../../src/engine/reach.ts';
import {
  cluster,
  clusterEipRule,
  disk,
  diskRule,
  eip,
  eipRule,
  instance,
  named,
  nlb,
  setting,
  snapshotRule,
  tagged,
} from './fixtures.ts';

describe('a look at what an event names', () => {
  it.each(['TagResources', 'UntagResources', 'AddTags'])('reaches nothing new after %s', (call) => {
    expect(reachOfNamed(disk, call)).toEqual([]);
  });

  it.each(['DetachDisk', 'DeleteDisk'])('reaches nothing new after %s', (call) => {
    expect(reachOfNamed(disk, call)).toEqual([]);
  });

  it.each(['AttachDisk', 'CreateDisk', 'ReplaceSystemDisk'])(
    'reaches its rule after %s',
    (call) => {
      expect(reachOfNamed(disk, call)).toEqual([diskRule]);
    },
  );

  it("reaches the rules of the call alone: an EIP's holder is new, its cluster is not", () => {
    expect(reachOfNamed(eip, 'AssociateEipAddress')).toContain(eipRule);
    expect(reachOfNamed(eip, 'AssociateEipAddress')).not.toContain(clusterEipRule);
    expect(reachOfNamed(eip, 'AllocateEipAddress')).toContain(clusterEipRule);
    expect(reachOfNamed(eip, 'UnassociateEipAddress')).toEqual([]);
  });
});

describe('looks at the heirs of what an event names', () => {
  it.each([
    [instance, 'TagResources'],
    [cluster, 'ModifyClusterTags'],
    [instance, 'RunInstances'],
    [nlb, 'UpdateLoadBalancerZones'],
    [disk, 'CreateSnapshotGroup'],
  ] as const)('reach %s after %s', (primary, call) => {
    expect(reachOfHeirs(primary, call)).toEqual([primary]);
  });

  it.each([
    [disk, 'AttachDisk'],
    [instance, 'DeleteInstance'],
    [instance, 'ReplaceSystemDisk'],
    [cluster, 'ScaleClusterNodePool'],
  ] as const)('reach nothing new of %s after %s', (primary, call) => {
    expect(reachOfHeirs(primary, call)).toEqual([]);
  });
});

it('knows what a call means that names only what a primary hangs on', () => {
  expect(primaryTypesBelow('Ecs-Instance', 'CreateSnapshotGroup')).toEqual(['Ecs-Disk']);
  expect(primaryTypesBelow('Ecs-Disk', 'CreateSnapshotGroup')).toEqual([]);
  expect(primaryTypesBelow('Ecs-Instance', 'RunInstances')).toEqual([]);
  expect(primaryTypesBelow('Cs-Cluster', 'CreateCluster')).toEqual([]);
});

describe('an association', () => {
  const rule = findRule(diskRule);
  if (rule === undefined) throw new Error('no rule');
  const association = { rule, setting: setting(diskRule), primary: tagged(instance, {}) };

  it.each([['all'], [[instance]], [[diskRule]]] as const)('is reached by %j', (reach) => {
    expect(isReached(reach, association)).toBe(true);
  });

  it('is not reached by other names', () => {
    expect(isReached([], association)).toBe(false);
    expect(isReached([named('Ecs-Instance', 'i-2'), snapshotRule], association)).toBe(false);
  });

  it('is always reached when its rule applies to existing resources', () => {
    const existing = setting(diskRule, { existingStatus: 'Enable', backfillId: 'job-1' });

    expect(isReached([], { ...association, setting: existing })).toBe(true);
  });
});
