import { describe, expect, it } from 'vitest';
import { formatArn } from '../../../../src/clouds/aws/arn.ts';
import { associationCalls, notices } from '../../../../src/clouds/aws/calls.ts';
import { watchedCalls, watchedNotices } from '../../../../src/clouds/aws/catalogue.ts';
import { toBusEvent } from '../../../../src/clouds/aws/events/bus-event.ts';
import { eventPatterns } from '../../../../src/clouds/aws/events/event-patterns.ts';
import { noticeKinds } from '../../../../src/clouds/aws/events/notices.ts';
import { allResourceTypes } from '../../../../src/clouds/aws/resource-types.ts';
import type { NamedPattern } from '../../../../src/clouds/cloud.ts';
import { compilePattern } from '../../../../src/local/event-pattern.ts';
import { account, arnOf, noticeOf, onBus, recordOf, region, tagChangeOf } from './records.ts';

/** The longest, too: with callers that are kept out. */
const ownRoles = ['heirtag-prod-tagger', 'heirtag-prod-worker'];
const patterns = eventPatterns(undefined, ownRoles);
const compiled = (named: readonly NamedPattern[]) =>
  named.map(({ pattern }) => compilePattern(pattern));
const matchers = compiled(patterns);

/** How many of the bus's rules let an event through: more than one would deliver it twice. */
const letThrough = (event: object, by = matchers): number =>
  by.filter((matches) => matches(event)).length;

/** An event of a notice as the catalogue names it. */
const noticeNamed = (name: string): object => {
  const [service = '', told = ''] = name.split(/:(.*)/s);
  const [kind = '', { tells = undefined } = {}] =
    [...noticeKinds].find(([each]) => told === each || told.startsWith(`${each} `)) ?? [];
  const what = told.slice(kind.length + 1);
  const detail =
    tells === undefined ? {} : { [tells]: tells === 'EventCategories' ? [what] : what };
  return noticeOf(`aws.${service}`, kind, { detail });
};

describe('the patterns', () => {
  it('are derived from rules that watch every call and notice there is', () => {
    expect(watchedCalls).toEqual(expect.arrayContaining([...associationCalls]));
    expect(watchedNotices).toEqual([...notices].sort());
  });

  it.each(associationCalls)('let %s through, once', (call) => {
    expect(letThrough(onBus(recordOf(call)))).toBe(1);
  });

  it.each([
    'lambda:CreateFunction20150331',
    'autoscaling:CreateOrUpdateTags',
    'autoscaling:DeleteTags',
  ])('let %s through, once', (call) => {
    expect(letThrough(onBus(recordOf(call)))).toBe(1);
  });

  it.each(notices)('let %s through, once', (name) => {
    expect(letThrough(noticeNamed(name))).toBe(1);
  });

  it.each(allResourceTypes)(
    'let a change of tags of a resource of type %s through, once',
    (type) => {
      const arn = formatArn({ type, region, accountId: account, id: 'a/b' });

      expect(letThrough(tagChangeOf(arn, {}, ['a']))).toBe(1);
    },
  );

  it.each([
    // Told by "Tag Change on Resource": both would make us look twice.
    ['a call that wrote tags', onBus(recordOf('ec2:CreateTags'))],
    ['a failed call', onBus(recordOf('ec2:AttachVolume', { errorCode: 'Client.Unauthorized' }))],
    ['a call that no rule watches', onBus(recordOf('ec2:DescribeVolumes'))],
    ["another service's call of the same name", onBus(recordOf('lightsail:AttachVolume'))],
    ['a call that begins like another', onBus(recordOf('lambda:CreateFunctionUrlConfig'))],
    ['a region that is none', { ...onBus(recordOf('ec2:AttachVolume')), region: 'xx-none-1' }],
    [
      'a notice of what failed',
      noticeOf('aws.ec2', 'EBS Volume Notification', {
        detail: { event: 'createVolume', result: 'failed' },
      }),
    ],
    [
      'a notice that no rule watches',
      noticeOf('aws.ec2', 'EC2 Instance State-change Notification', {
        detail: { state: 'stopping' },
      }),
    ],
    ['tags of a type that no rule knows', tagChangeOf(arnOf('ec2', 'vpc/vpc-1'), {}, ['a'])],
    ['tags of a service that no rule knows', tagChangeOf(arnOf('s3', 'b'), {}, ['a'])],
  ])('keep out %s', (_, event) => {
    expect(letThrough(event)).toBe(0);
  });

  const tagged = 'autoscaling:CreateOrUpdateTags';
  const sessionOf = (userName: string) => ({
    userIdentity: { type: 'AssumedRole', sessionContext: { sessionIssuer: { userName } } },
  });

  it('keep out what nobody but this service can have done', () => {
    for (const role of ownRoles) {
      expect(letThrough(onBus(recordOf(tagged, sessionOf(role))))).toBe(0);
    }
    expect(letThrough(onBus(recordOf(tagged, sessionOf('deploy'))))).toBe(1);
    expect(letThrough(onBus(recordOf(tagged, { userIdentity: null })))).toBe(1);
    expect(
      letThrough(onBus(recordOf(tagged, sessionOf('deploy'))), compiled(eventPatterns())),
    ).toBe(1);
  });

  it('let through the regions they are made for', () => {
    const few = compiled(eventPatterns(['eu-west-1']));

    expect(letThrough(onBus(recordOf('ec2:AttachVolume')), few)).toBe(0);
    expect(letThrough({ ...onBus(recordOf('ec2:AttachVolume')), region: 'eu-west-1' }, few)).toBe(
      1,
    );
  });

  it('let through what was sent by hand, from a source that a bus takes from others than AWS', () => {
    for (const event of [
      recordOf('ec2:CreateTags'),
      noticeNamed('ec2:EC2 AMI State Change available'),
    ]) {
      const sent = toBusEvent(event);
      if (sent.kind === 'invalid') throw new Error(sent.reason);
      const { source, detailType, detail } = sent.event;

      expect(source).not.toMatch(/^aws\./);
      expect(letThrough({ source, 'detail-type': detailType, detail, region })).toBe(1);
    }
  });

  it.each(patterns)('$name is no longer than EventBridge takes', ({ pattern }) => {
    // Source: Amazon EventBridge quotas, "Event pattern size".
    expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(2048);
  });
});
