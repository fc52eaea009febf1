import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { awsReads, awsWrites } from '../../lib/aws-permissions.ts';
import { type Arn, formatArn } from '../../src/clouds/aws/arn.ts';
import { tagCallsOf } from '../../src/clouds/aws/calls.ts';
import { catalogue } from '../../src/clouds/aws/catalogue.ts';
import { wayNameOf } from '../../src/clouds/aws/provider/together.ts';
import { type ResourceType, resourceTypes } from '../../src/clouds/aws/resource-types.ts';
import { providerCommands } from '../clouds/aws/provider/sdk-commands.ts';

const at = { region: 'eu-central-1', accountId: '111122223333' } as const;

/**
 * What AWS asks for beside the call's own permission. GetFunction shows tags to whom ListTags is allowed, says the
 * Lambda API reference. Of the databases' descriptions no page says it; without it their tags might be missing.
 */
const besides: Readonly<Record<string, readonly string[]>> = {
  'lambda:GetFunction': ['lambda:ListTags'],
  'rds:DescribeDBInstances': ['rds:ListTagsForResource'],
};

const associated: readonly ResourceType[] = [
  ...new Set<ResourceType>(catalogue.map((rule) => rule.associated)),
];

const arnOf = (type: ResourceType): Arn =>
  formatArn({ ...at, type, id: type.startsWith('ElasticLoad') ? 'net/front/1' : 'x-1' });

/**
 * The Tagging API wants the permission of the resource's own service, too. Source: Resource Groups Tagging API
 * reference, TagResources, "Minimum permissions".
 */
const throughTagging = associated
  .filter((type) => wayNameOf(arnOf(type)) === 'tagging')
  .flatMap((type) => tagCallsOf(type))
  .filter((call) => !/^tagging:|LogGroup$/.test(call));

const isWrite = (action: string): boolean => /:(Create|Delete|Add|Remove|Tag|Untag)/.test(action);

const needed = new Set([
  ...providerCommands,
  ...[...providerCommands].flatMap((command) => besides[command] ?? []),
  ...throughTagging,
]);

const within = { scope: new Stack(), regions: ['eu-central-1'] };
const reads = awsReads(within);
const writes = awsWrites(within);
const sorted = (actions: Iterable<string>): readonly string[] => [...actions].sort();

describe('what the worker and the tagger may do in AWS', () => {
  it('is to read what the provider reads, and nothing else', () => {
    expect(providerCommands.size).toBeGreaterThan(25);
    expect(sorted(reads.actions)).toEqual(sorted([...needed].filter((action) => !isWrite(action))));
  });

  it('is to write what the provider writes, and nothing else', () => {
    expect(sorted(writes.flatMap(({ actions }) => actions))).toEqual(
      sorted([...needed].filter(isWrite)),
    );
  });

  it('is to tag every type that inherits, by the calls of its service', () => {
    const untagged = associated.filter((type) => {
      const { service, arnStart } = resourceTypes[type];
      const tagging = writes.filter(({ actions }) =>
        actions.every((action) => action.startsWith(`${service}:`)),
      );
      return !tagging.some(({ resources }) =>
        resources.some((each) => /:[a-z0-9]+:\*:\*?:(.+)$/.exec(each)?.[1]?.startsWith(arnStart)),
      );
    });

    expect(untagged).toEqual([]);
  });

  it('is to tag no type that does not inherit', () => {
    const patterns = writes.flatMap(({ resources }) => resources).filter((each) => each !== '*');

    expect(patterns).toHaveLength(associated.length);
  });
});
