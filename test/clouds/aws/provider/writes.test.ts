import { describe, expect, it } from 'vitest';
import { type Arn, formatArn } from '../../../../src/clouds/aws/arn.ts';
import type { ResourceType } from '../../../../src/clouds/aws/resource-types.ts';
import { patientCall, type TagChange, type WriteResult } from '../../../../src/clouds/provider.ts';
import {
  AccessDeniedError,
  mayHaveHappened,
  NotFoundError,
  ThrottledError,
} from '../../../../src/model/errors.ts';
import { changeOf, writesOf, written } from '../../ask.ts';
import {
  type Answering,
  accountId,
  breakConnection,
  ec2Answer,
  ec2Error,
  fakeAws,
  queryAnswer,
  region,
} from './fake-aws.ts';
import { parametersOf, textOf } from './request-handler.ts';

const named = (type: ResourceType, id: string): Arn => formatArn({ type, region, accountId, id });
const volumes = (count: number) =>
  Array.from({ length: count }, (_, index) => named('Ec2-Volume', `vol-${index}`));
const cost = new Map([['cost', 'a b']]);
const setCost = (arns: readonly Arn[]) => arns.map((arn) => changeOf(arn, { set: cost }));

const done: Answering = () => ec2Answer('CreateTags', { return: 'true' });

const writeTo = async (
  answers: Readonly<Record<string, Answering>>,
  changes: readonly TagChange[],
) => {
  const aws = fakeAws(answers);
  const results = await aws.provider.write(writesOf(changes), patientCall);
  return { ...aws, results };
};

/** How many resources each call was made for. */
const sizes = (requests: Parameters<typeof parametersOf>[0][]): readonly number[] =>
  requests.map(
    (request) =>
      [...parametersOf(request).keys()].filter((key) => /^ResourceId\.\d+$/.test(key)).length,
  );

const failureOf = (result: WriteResult | undefined): unknown => result?.failed.get('cost');

describe('tags of EC2', () => {
  it('are written for a thousand resources of all types in one call', async () => {
    const others = [named('Ec2-Snapshot', 'snap-1'), named('Ec2-ElasticIp', 'eipalloc-1')];
    const changes = setCost([...volumes(1998), ...others]);

    const { requests, results, provider } = await writeTo({ CreateTags: done }, changes);

    expect(sizes(requests)).toEqual([1000, 1000]);
    expect(provider.tagCallsFor(changes)).toBe(2);
    expect(results).toMatchObject(changes.map(() => written));
  });

  it('are removed by their keys, whatever their values, and never without a key', async () => {
    const changes = volumes(2).map((arn) => changeOf(arn, { remove: ['team', 'cost'] }));

    const { requests, asked } = await writeTo({ DeleteTags: done }, [
      ...changes,
      changeOf(named('Ec2-Volume', 'vol-9'), {}),
    ]);

    expect(asked).toEqual(['DeleteTags']);
    const [sent] = requests;
    if (sent === undefined) throw new Error('nothing was sent');
    expect([...parametersOf(sent)].filter(([key]) => key.startsWith('Tag.'))).toEqual([
      ['Tag.1.Key', 'cost'],
      ['Tag.2.Key', 'team'],
    ]);
  });

  it('are written for all but those that EC2 does not know', async () => {
    const [first, second] = ['vol-7', 'vol-70'].map((id) => `'${id}'`);
    const CreateTags: Answering = (parameters) => {
      const ids = new Set(parameters.values());
      if (ids.has('vol-7'))
        return ec2Error(400, 'InvalidVolume.NotFound', `The volume ${first} does not exist.`);
      if (ids.has('vol-70'))
        return ec2Error(400, 'InvalidVolume.NotFound', `The volume ${second} does not exist.`);
      return ec2Answer('CreateTags', { return: 'true' });
    };

    const { requests, results } = await writeTo({ CreateTags }, setCost(volumes(100)));

    expect(sizes(requests)).toEqual([100, 99, 98]);
    for (const [index, result] of results.entries()) {
      if (index === 7 || index === 70) expect(failureOf(result)).toBeInstanceOf(NotFoundError);
      else expect(result).toMatchObject(written);
    }
  });

  it('that find no room on one resource are written on the others', async () => {
    const CreateTags: Answering = (parameters) =>
      [...parameters.values()].includes('vol-7')
        ? ec2Error(
            400,
            'TagLimitExceeded',
            'The maximum number of Tags for a resource has been reached.',
          )
        : ec2Answer('CreateTags', { return: 'true' });

    const { results } = await writeTo({ CreateTags }, setCost(volumes(10)));

    expect(results.map(({ refused }) => refused.get('cost')?.kind)).toEqual(
      volumes(10).map((_, index) => (index === 7 ? 'quota full' : undefined)),
    );
    expect(results.every(({ failed }) => failed.size === 0)).toBe(true);
  });

  it('that one may not write on one resource are written on the others', async () => {
    const CreateTags: Answering = (parameters) =>
      [...parameters.values()].includes('vol-7')
        ? ec2Error(
            403,
            'UnauthorizedOperation',
            'You are not authorized to perform this operation.',
          )
        : ec2Answer('CreateTags', { return: 'true' });

    const { results } = await writeTo({ CreateTags }, setCost(volumes(10)));

    expect(results.map((result) => failureOf(result) instanceof AccessDeniedError)).toEqual(
      volumes(10).map((_, index) => index === 7),
    );
  });

  it('with a key that EC2 does not take are written but for that key', async () => {
    const CreateTags: Answering = (parameters) =>
      [...parameters.values()].includes('bad')
        ? ec2Error(400, 'InvalidParameterValue', 'Value ( bad ) for parameter key is invalid.')
        : ec2Answer('CreateTags', { return: 'true' });
    const set = new Map([...cost, ['bad', 'x'], ['team', 'y']]);

    const { results } = await writeTo(
      { CreateTags },
      volumes(50).map((arn) => changeOf(arn, { set })),
    );

    for (const { refused, failed } of results) {
      expect([...refused]).toMatchObject([['bad', { kind: 'key refused' }]]);
      expect(failed.size).toBe(0);
    }
  });

  it('are not written again when EC2 asks for fewer calls', async () => {
    const { results, asked } = await writeTo(
      { CreateTags: () => ec2Error(503, 'RequestLimitExceeded') },
      setCost(volumes(50)),
    );

    expect(asked).toEqual(['CreateTags']);
    for (const result of results) expect(failureOf(result)).toBeInstanceOf(ThrottledError);
  });

  it('may have been written when no answer came', async () => {
    const { results } = await writeTo(
      { CreateTags: () => breakConnection('ECONNRESET') },
      setCost(volumes(1)),
    );

    expect(mayHaveHappened(failureOf(results[0]))).toBe(true);
    expect(failureOf(results[0])).toMatchObject({ code: 'ECONNRESET' });
  });
});

describe('tags of an Auto Scaling group', () => {
  const group = named('AutoScaling-Group', 'web');
  const groups = (tags: readonly Readonly<Record<string, string>>[]) =>
    queryAnswer('DescribeAutoScalingGroups', {
      AutoScalingGroups: { member: { AutoScalingGroupName: 'web', Tags: { member: tags } } },
    });
  const ofGroup: Answering = () =>
    groups([{ Key: 'cost', Value: 'old', PropagateAtLaunch: 'true' }]);

  it('keep what was said of new instances', async () => {
    const { requests, results } = await writeTo(
      {
        DescribeAutoScalingGroups: ofGroup,
        CreateOrUpdateTags: () => queryAnswer('CreateOrUpdateTags', {}),
      },
      [changeOf(group, { set: new Map([...cost, ['team', 'x']]) })],
    );

    expect(results).toMatchObject([written]);
    const sent = new URLSearchParams(String(requests[1]?.body));
    expect(
      ['1', '2'].map((n) => [
        sent.get(`Tags.member.${n}.Key`),
        sent.get(`Tags.member.${n}.PropagateAtLaunch`),
      ]),
    ).toEqual([
      ['cost', 'true'],
      ['team', 'false'],
    ]);
  });

  it('are removed where they are', async () => {
    const { asked } = await writeTo({ DescribeAutoScalingGroups: ofGroup }, [
      changeOf(group, { remove: ['never-there'] }),
    ]);

    expect(asked).toEqual(['DescribeAutoScalingGroups']);
  });

  it('are not found when the group is gone', async () => {
    const { results } = await writeTo(
      { DescribeAutoScalingGroups: () => queryAnswer('DescribeAutoScalingGroups', {}) },
      setCost([group]),
    );

    expect(failureOf(results[0])).toBeInstanceOf(NotFoundError);
  });
});

describe('tags of other services', () => {
  it('are written for twenty resources a call, each of which may fail by itself', async () => {
    const snapshots = Array.from({ length: 21 }, (_, index) =>
      named('Rds-DbSnapshot', `snap-${index}`),
    );
    const group = named('Logs-LogGroup', '/aws/lambda/api');
    const [bad] = snapshots;
    const { requests, results, asked } = await writeTo(
      {
        TagResources: () => ({
          status: 200,
          body: JSON.stringify({
            FailedResourcesMap: {
              [String(bad)]: {
                StatusCode: 404,
                ErrorCode: 'DBSnapshotNotFoundFault',
                ErrorMessage: 'no such snapshot',
              },
            },
          }),
        }),
      },
      setCost([...snapshots, group]),
    );

    expect(asked).toEqual(['TagResources', 'TagResources']);
    expect(JSON.parse(textOf(requests[1] ?? { ...requests[0], body: '{}' }))).toMatchObject({
      ResourceARNList: [snapshots[20], group],
      Tags: { cost: 'a b' },
    });
    expect(failureOf(results[0])).toBeInstanceOf(NotFoundError);
    expect(results.slice(1)).toMatchObject(results.slice(1).map(() => written));
  });

  it('are each written by the call that takes them', async () => {
    const { asked } = await writeTo(
      {
        CreateTags: done,
        AddTags: () => queryAnswer('AddTags', {}),
        TagResources: () => ({ status: 200, body: '{}' }),
      },
      setCost([
        named('Ec2-Volume', 'vol-1'),
        named('ElasticLoadBalancing-LoadBalancer', 'net/front/1'),
        named('Rds-DbSnapshot', 'rds:db-1'),
      ]),
    );

    expect(asked.toSorted()).toEqual(['AddTags', 'CreateTags', 'TagResources']);
  });
});
