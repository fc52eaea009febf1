import { describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../../src/clouds/alibaba/arn.ts';
import { createClassify } from '../../../../src/clouds/alibaba/errors.ts';
import { tagWaysOf } from '../../../../src/clouds/alibaba/provider/tag-ways.ts';
import {
  allResourceTypes,
  type ResourceType,
} from '../../../../src/clouds/alibaba/resource-types.ts';
import { patientCall, type TagChange } from '../../../../src/clouds/provider.ts';
import { AccessDeniedError, mayHaveHappened, NotFoundError } from '../../../../src/model/errors.ts';
import { changeOf, writesOf } from '../../ask.ts';
import { callsOfWays } from '../../ways-without-keys.ts';
import type { ShapedRequest } from '../wire/api-shapes.ts';
import {
  type AnswerCall,
  at,
  type CannedAnswer,
  type CannedProvider,
  cannedProvider,
} from './canned-provider.ts';

const arn = (type: ResourceType, id: string): Arn => formatArn({ ...at, type, id });

const cost = new Map([['cost', 'a']]);

/** What the unified API says that it takes, beside what a test says of other calls. */
const taking =
  (types: readonly string[], answer: AnswerCall = () => undefined): AnswerCall =>
  (action, sent) =>
    action === 'ListSupportResourceTypes'
      ? {
          body: {
            SupportResourceTypes: types.map((each) => {
              const [ProductCode, ResourceType] = each.split(' ');
              return { ProductCode, ResourceType };
            }),
          },
        }
      : answer(action, sent);

const write = ({ provider }: CannedProvider, ...changes: readonly TagChange[]) =>
  provider.write(writesOf(changes), patientCall);

const tagCalls = ({ sent }: CannedProvider): readonly ShapedRequest[] =>
  sent.filter(({ action }) => /^(?:T|Unt|UnT)agResources$/.test(action ?? ''));

const isUnified = ({ version }: ShapedRequest) => version === '2018-08-28';

const failureOf = (arns: readonly Arn[], Code: string): CannedAnswer => ({
  body: {
    FailedResources: {
      FailedResource: arns.map((each) => ({
        ResourceARN: each,
        Result: { Code, Message: 'says the test' },
      })),
    },
  },
});

describe.each([true, false])('a change that names no key (unified API takes it: %s)', (takes) => {
  it.each(allResourceTypes)('is never sent for %s', async (type) => {
    const sent: string[] = [];
    const waysOf = tagWaysOf(
      {
        at,
        client: async ({ operation }) => {
          sent.push(operation.action);
          return { result: {} };
        },
        classify: createClassify(() => {}),
      },
      () => takes,
    );

    expect(await callsOfWays(waysOf, arn(type, 'any-1'), sent)).toEqual([]);
  });
});

it('never asks for all tags to be removed', async () => {
  for (const type of allResourceTypes) {
    const cloud = cannedProvider(taking(['ecs disk', 'VPC EIP']));

    await write(cloud, changeOf(arn(type, 'any-1'), { remove: ['old'] }));

    const calls = tagCalls(cloud);
    expect(calls).toHaveLength(1);
    for (const { query, form } of calls) expect([...query, ...form].join()).not.toContain('All');
  }
});

describe('the unified Tag API', () => {
  it('writes resources of several products in one call, as it is published', async () => {
    const cloud = cannedProvider(taking(['ecs disk', 'VPC EIP']));
    const arns = [arn('Ecs-Disk', 'd-1'), arn('Vpc-Eip', 'eip-1')];

    const results = await write(
      cloud,
      ...arns.map((each) => changeOf(each, { set: cost, remove: ['old'] })),
    );

    expect(results.every(({ failed, refused }) => failed.size + refused.size === 0)).toBe(true);
    expect(tagCalls(cloud).map(({ action }) => action)).toEqual(['UntagResources', 'TagResources']);
    expect(tagCalls(cloud)[1]?.query).toEqual(
      new Map([
        ['RegionId', at.region],
        ['ResourceARN.1', arns[0]],
        ['ResourceARN.2', arns[1]],
        ['Tags', '{"cost":"a"}'],
      ]),
    );
    expect(cloud.problems()).toEqual([]);
  });

  it('is asked once what it takes', async () => {
    const cloud = cannedProvider(taking(['ecs disk']));

    await write(cloud, changeOf(arn('Ecs-Disk', 'd-1'), { set: cost }));
    await write(cloud, changeOf(arn('Ecs-Disk', 'd-2'), { set: cost }));

    expect(cloud.sent.filter(({ action }) => action === 'ListSupportResourceTypes')).toHaveLength(
      1,
    );
  });

  it('is believed to take what is published while it cannot be asked', async () => {
    const cloud = cannedProvider((action) =>
      action === 'ListSupportResourceTypes' ? { code: 'NoPermission', status: 403 } : undefined,
    );

    await write(cloud, changeOf(arn('Ecs-Disk', 'd-1'), { set: cost }));

    expect(tagCalls(cloud).every(isUnified)).toBe(true);
  });

  it.each([
    ['may have written where it fails itself', { code: 'InternalError', status: 500 }, true],
    ['wrote nothing where it refuses', { code: 'Throttling.User', status: 400 }, false],
  ] as const)('%s', async (_, failure, isUnsure) => {
    const cloud = cannedProvider(
      taking(['ecs disk'], (action) => (action === 'TagResources' ? failure : undefined)),
    );

    const [result] = await write(cloud, changeOf(arn('Ecs-Disk', 'd-1'), { set: cost }));

    expect(mayHaveHappened(result?.failed.get('cost'))).toBe(isUnsure);
  });

  it.each(['NoPermission.Operator', 'QuotaExceed.TagsPerResource', 'InvalidParameter.TagKey'])(
    'may have written what a second request was refused for one resource: %s',
    async (code) => {
      const disk = arn('Ecs-Disk', 'd-1');
      const cloud = cannedProvider(
        taking(['ecs disk'], () => ({ ...failureOf([disk], code), isSecond: true })),
      );

      const [end] = await write(cloud, changeOf(disk, { set: cost }));

      expect(end?.refused.size).toBe(0);
      expect(mayHaveHappened(end?.failed.get('cost'))).toBe(true);
    },
  );

  it('fails for one resource alone', async () => {
    const [gone, denied, good] = ['d-1', 'd-2', 'd-3'].map((id) => arn('Ecs-Disk', id));
    if (!gone || !denied || !good) throw new Error('there are three');
    const cloud = cannedProvider(
      taking(['ecs disk'], () => ({
        body: {
          FailedResources: {
            FailedResource: [
              { ResourceARN: gone, Result: { Code: 'InvalidResourceId.NotFound', Message: '' } },
              { ResourceARN: denied, Result: { Code: 'NoPermission.Operator', Message: '' } },
            ],
          },
        },
      })),
    );

    const ends = await write(
      cloud,
      ...[gone, denied, good].map((each) => changeOf(each, { set: cost })),
    );

    expect(ends[0]?.failed.get('cost')).toBeInstanceOf(NotFoundError);
    expect(ends[1]?.failed.get('cost')).toBeInstanceOf(AccessDeniedError);
    expect(ends[2]?.failed.size).toBe(0);
  });

  it("hands a type that it does not take after all over to the product's own call", async () => {
    const [disk] = [arn('Ecs-Disk', 'd-1')];
    const cloud = cannedProvider(
      taking(['ecs disk'], (_, sent) =>
        isUnified(sent) ? failureOf([disk], 'InvalidParameter.ResourceType') : undefined,
      ),
    );

    const [end] = await write(cloud, changeOf(disk, { set: cost }));

    expect(end?.failed.size).toBe(0);
    expect(tagCalls(cloud).map(isUnified)).toEqual([true, false]);
  });
});

describe("a product's own call", () => {
  it.each([
    ['Ecs-Disk', 'd-1', 'ResourceId.1', 'Tag.1.Key', 'TagKey.1'],
    ['Vpc-Natgateway', 'ngw-1', 'ResourceId.1', 'Tag.1.Key', 'TagKey.1'],
    ['Slb-Instance', 'lb-1', 'ResourceId.1', 'Tag.1.Key', 'TagKey.1'],
    ['Kafka-Topic', 'Kafka_alikafka_post-cn-1_t', 'ResourceId.1', 'Tag.1.Key', 'TagKey.1'],
    ['Ess-ScalingGroup', 'asg-1', 'ResourceIds.1', 'Tags.1.Key', 'TagKeys.1'],
  ] as const)('writes a %s, as it is published', async (type, id, idName, keyName, goneName) => {
    const cloud = cannedProvider(taking(['cs cluster']));

    await write(cloud, changeOf(arn(type, id), { set: cost, remove: ['old'] }));

    const [remove, set] = tagCalls(cloud);
    expect(remove?.query.get(idName)).toBe(id);
    expect(remove?.query.get(goneName)).toBe('old');
    expect(remove?.query.has('All')).toBe(false);
    expect(set?.query.get(keyName)).toBe('cost');
    expect(tagCalls(cloud).some(isUnified)).toBe(false);
    expect(cloud.problems()).toEqual([]);
  });

  it('takes empty values, which the unified API does not', async () => {
    const cloud = cannedProvider(taking(['ecs disk']));
    const set = new Map([...cost, ['empty', '']]);

    const [end] = await write(cloud, changeOf(arn('Ecs-Disk', 'd-1'), { set }));

    expect(end?.failed.size).toBe(0);
    expect(tagCalls(cloud)).toHaveLength(1);
    expect(tagCalls(cloud)[0]?.query.get('Tag.2.Value')).toBe('');
    expect(cloud.problems()).toEqual([]);
  });

  it('that is refused for one of many is made again, down to the one at fault', async () => {
    const groups = Array.from({ length: 50 }, (_, index) =>
      arn('Ess-ScalingGroup', `asg-${index}`),
    );
    const cloud = cannedProvider(
      taking(['cs cluster'], (_, { query }) =>
        [...query.values()].includes('asg-7') ? { code: 'QuotaExceed.TagsPerResource' } : undefined,
      ),
    );

    const ends = await write(cloud, ...groups.map((each) => changeOf(each, { set: cost })));

    const refused = groups.filter((_, index) => (ends[index]?.refused.size ?? 0) > 0);
    expect(refused).toEqual([arn('Ess-ScalingGroup', 'asg-7')]);
    expect(ends.every(({ failed }) => failed.size === 0)).toBe(true);
  });

  it('is not asked for more resources than it takes', async () => {
    const cloud = cannedProvider(taking(['cs cluster']));
    const gateways = Array.from({ length: 45 }, (_, index) => arn('Vpc-Natgateway', `n-${index}`));

    await write(cloud, ...gateways.map((each) => changeOf(each, { set: cost })));

    expect(tagCalls(cloud)).toHaveLength(3);
    expect(cloud.problems()).toEqual([]);
  });
});

it('counts beforehand the calls that changes take when all goes well', () => {
  const { provider } = cannedProvider(() => undefined);
  const named = (type: ResourceType, count: number) =>
    Array.from({ length: count }, (_, index) =>
      changeOf(arn(type, `${type}-${index}`), { set: cost }),
    );

  expect(provider.tagCallsFor([...named('Ecs-Disk', 30), ...named('Vpc-Eip', 20)])).toBe(1);
  expect(provider.tagCallsFor(named('Ess-ScalingGroup', 60))).toBe(2);
});
