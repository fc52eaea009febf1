import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parametersOf } from '../../src/cli/api-parameters.ts';
import {
  operationNamed,
  operationsOf,
  parametersTakenBy,
  readerFor,
} from '../../src/cli/simulated-operations.ts';
import { operations } from '../../src/clouds/alibaba/simulator/operations.ts';
import { foundInput } from '../fixtures/found-inputs.ts';

const named = (product: string, operation: string) =>
  operationNamed(operations, { product, operation });

const read = (product: string, operation: string, line: string) =>
  parametersOf(line.split(' '), readerFor(named(product, operation)));

describe('what is typed for an operation of the simulated cloud', () => {
  const { Topic: topics } = z.object({ Topic: z.array(z.string()) }).parse(foundInput(25));

  it.each([...topics, '007', '1e5', '[1]', 'null'])('leaves the text %s a text', (Topic) => {
    expect(read('AliKafka', 'CreateTopic', `--Topic ${Topic}`)).toEqual({ Topic });
  });

  it.each([
    ['Ecs', 'RunInstances', '--Amount 20', { Amount: 20 }],
    ['Ecs', 'RunInstances', '--Amount 1e3', { Amount: '1e3' }],
    ['Ecs', 'RunInstances', '--DryRun true', { DryRun: true }],
    ['Ecs', 'RunInstances', '--Tag.1.Key 1 --Tag.1.Value 7', { Tag: [{ Key: '1', Value: '7' }] }],
    ['Ecs', 'RunInstances', '--Tag [{"Key":"a"}]', { Tag: [{ Key: 'a' }] }],
    ['Ecs', 'TagResources', '--ResourceId 1 --ResourceId 2', { ResourceId: ['1', '2'] }],
    ['Ecs', 'TagResources', '--ResourceId ["1"]', { ResourceId: ['1'] }],
    ['Vpc', 'AllocateEipAddress', '--Bandwidth 5', { Bandwidth: '5' }],
    ['Cs', 'ScaleClusterNodePool', '--cluster_id 1 --count 2', { cluster_id: '1', count: 2 }],
    ['Cs', 'CreateCluster', '--tags [{"key":"a"}]', { tags: [{ key: 'a' }] }],
  ])('reads %s %s %s by what each parameter holds', (product, operation, line, parameters) => {
    expect(read(product, operation, line)).toEqual(parameters);
  });
});

describe('a name that the simulated cloud does not know', () => {
  it.each([
    ['product', 'Ecc', 'AttachDisk', /product "Ecc".*: Ecs,.*simulate --list lists all/],
    ['operation', 'ecs', 'AtachDisk', /operation "AtachDisk".*: AttachDisk,.*simulate Ecs --list/],
    ['operation in another case', 'Ecs', 'attachdisk', /"attachdisk".*Closest: AttachDisk,/],
  ])('is told with those nearest to it: a %s', (_, product, operation, message) => {
    expect(() => named(product, operation)).toThrow(message);
  });

  it('is told with those nearest to it: a parameter', () => {
    expect(() => read('Ecs', 'AttachDisk', '--DiskID d-1')).toThrow(
      /parameter "--DiskID".*Closest: --DiskId,.*simulate Ecs AttachDisk --list lists all/,
    );
  });
});

describe('the list', () => {
  it('has the operations of a product, named in any case', () => {
    expect(operationsOf(operations, 'nlb').map(({ name }) => name)).toContain(
      'UpdateLoadBalancerZones',
    );
  });

  it('has what an operation takes, what it needs first', () => {
    expect(parametersTakenBy(named('Vpc', 'UnassociateEipAddress'))).toEqual([
      { name: 'AllocationId', isRequired: true, holds: 'text' },
      { name: 'InstanceId', isRequired: false, holds: 'text' },
      { name: 'InstanceType', isRequired: false, holds: 'EcsInstance or SlbInstance or Nat' },
      { name: 'Force', isRequired: false, holds: 'true or false' },
      { name: 'RegionId', isRequired: false, holds: 'text' },
      { name: 'DryRun', isRequired: false, holds: 'true or false' },
    ]);
    expect(parametersTakenBy(named('Vpc', 'AllocateEipAddress'))).toContainEqual({
      name: 'Tag',
      isRequired: false,
      holds: 'list of {Key, Value}',
    });
  });

  it.each(operations.map((each) => [each.product, each.name, each] as const))(
    'says of every parameter of %s %s what it holds',
    (_, __, operation) => {
      for (const { holds } of parametersTakenBy(operation)) {
        expect(holds).toMatch(/^(list of )?(\{[A-Z].*\}|text|number|true or false|\w+( or \w+)+)$/);
      }
    },
  );
});
