import { describe, expect, it } from 'vitest';
import { toBusEvent } from '../../../../src/clouds/alibaba/events/bus-event.ts';
import { readEvent } from '../../../../src/clouds/alibaba/events/read-event.ts';
import { fc } from '../../../properties.ts';
import { accountId, recordOf, touchedBy, touchedIn } from './records.ts';

const attach = (changes: object = {}) =>
  recordOf('Ecs:AttachDisk', {
    requestParameters: { InstanceId: 'i-1', DiskId: 'd-1' },
    ...changes,
  });

describe('what counts as a call', () => {
  it.each([
    'ApiCall',
    'ConsoleCall',
    'ConsoleOperation',
    'AliyunServiceEvent',
    'SomeLaterType',
    '__proto__',
    undefined,
    { toString: null },
  ])('the event type %j does: the call decides', (eventType) => {
    expect(touchedBy(attach({ eventType }))).toEqual(['ecs:disk/d-1']);
  });

  it('a sign-in does not', () => {
    const signIn = { eventType: 'ConsoleSignin', serviceName: 'AasCustomer', eventName: 'Signin' };

    expect(touchedBy(attach(signIn))).toEqual(['ignored: no rule watches AasCustomer Signin']);
  });

  it.each(['Ecs', 'ECS', 'ecs'])('the service may be spelt %s', (serviceName) => {
    expect(touchedBy(attach({ serviceName }))).toEqual(['ecs:disk/d-1']);
  });

  it.each([
    ['Ecs', 'attachdisk'],
    ['Ecs', 'DescribeDisks'],
    ['Vpc', 'AttachDisk'],
    ['Object', 'toString'],
    ['__proto__', 'constructor'],
  ])('%s %s is no call of a rule', (serviceName, eventName) => {
    expect(touchedBy(attach({ serviceName, eventName }))).toEqual([
      `ignored: no rule watches ${serviceName} ${eventName}`,
    ]);
  });
});

describe('a call that changed nothing touches nothing', () => {
  it.each([
    [{ errorCode: 'InvalidDiskId.NotFound' }, 'the call failed: InvalidDiskId.NotFound'],
    [{ errorMessage: 'no such disk' }, 'the call failed: no such disk'],
  ])('%j', (changes, reason) => {
    expect(touchedBy(attach(changes))).toEqual([`ignored: ${reason}`]);
  });

  it.each([true, 'true', 'True'])('a dry run, written as %j', (DryRun) => {
    const requestParameters = { DiskId: 'd-1', InstanceId: 'i-1', DryRun };

    expect(touchedBy(attach({ requestParameters }))).toEqual(['ignored: the call was a dry run']);
  });

  it.each([
    { errorCode: '' },
    { errorCode: null, errorMessage: null },
    { requestParameters: { DiskId: 'd-1', DryRun: false } },
  ])('but not %j', (changes) => {
    expect(touchedBy(attach(changes))).toEqual(['ecs:disk/d-1']);
  });
});

describe('where it happened', () => {
  it('touches nothing in a region without the feature', () => {
    expect(touchedBy(attach({ acsRegion: 'me-east-1' }))).toEqual([
      'ignored: region me-east-1 is not supported',
    ]);
  });

  it('keeps to the regions it is given', () => {
    const reading = readEvent(attach(), new Set(['cn-beijing']));

    expect(touchedIn(reading)).toEqual(['ignored: region cn-hangzhou is not supported']);
  });

  it('takes acsRegion before the parameter, and the parameter before the envelope', () => {
    const requestParameters = { DiskId: 'd-1', RegionId: 'cn-beijing' };
    const enveloped = (data: object) =>
      readEvent({
        specversion: '1.0',
        type: 'ecs:ActionTrail:ApiCall',
        aliyunregionid: 'cn-shanghai',
        data,
      });
    const readings = [
      enveloped(attach({ requestParameters })),
      enveloped(attach({ requestParameters, acsRegion: undefined })),
      enveloped(attach({ acsRegion: null })),
    ];

    expect(
      readings.map((each) => each.kind === 'touched' && each.resources.map(({ arn }) => arn)),
    ).toEqual([
      [`arn:acs:ecs:cn-hangzhou:${accountId}:disk/d-1`],
      [`arn:acs:ecs:cn-beijing:${accountId}:disk/d-1`],
      [`arn:acs:ecs:cn-shanghai:${accountId}:disk/d-1`],
    ]);
  });

  it('says that the region is missing', () => {
    expect(touchedBy(attach({ acsRegion: undefined }))).toEqual(['invalid: acsRegion is missing']);
  });
});

describe('whose it is', () => {
  const arnsOf = (raw: unknown) => {
    const reading = readEvent(raw);
    return reading.kind === 'touched' ? reading.resources.map(({ arn }) => arn) : reading.reason;
  };
  const noAccount =
    'recipientAccountId and userIdentity.accountId name no account; add one, or send the event for an account';

  it.each([
    ['recipientAccountId', { userIdentity: { accountId: '7' } }, accountId],
    [
      'the caller, when nothing else says it',
      { recipientAccountId: undefined, userIdentity: { accountId: '7' } },
      '7',
    ],
    ['a number', { recipientAccountId: 1234567890123456 }, '1234567890123456'],
    [
      'an empty text counts as none',
      { recipientAccountId: '', userIdentity: { accountId: '7' } },
      '7',
    ],
    ['null counts as none', { recipientAccountId: null, userIdentity: { accountId: '7' } }, '7'],
  ])('%s', (_, changes, account) => {
    expect(arnsOf(attach(changes))).toEqual([`arn:acs:ecs:cn-hangzhou:${account}:disk/d-1`]);
  });

  it.each([
    ['none at all', { recipientAccountId: undefined }, noAccount],
    ['null', { recipientAccountId: null }, noAccount],
    ['no caller either', { recipientAccountId: null, userIdentity: null }, noAccount],
    ['a colon', { recipientAccountId: '1:2' }, /^recipientAccountId: "1:2" names no account$/],
    ['a slash', { recipientAccountId: '1/2' }, /^recipientAccountId: "1\/2" names no account$/],
    ['longer than any account', { recipientAccountId: '9'.repeat(65) }, /names no account$/],
    ['an object', { recipientAccountId: { id: 1 } }, /^recipientAccountId: "\(an object\)" /],
    ['a number that JSON cannot hold', { recipientAccountId: 2 ** 60 }, /recipientAccountId: /],
  ])('says so when it is %s', (_, changes, reason) => {
    expect(arnsOf(attach(changes))).toEqual(
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    );
  });

  it("is the envelope's account before the caller's, who may be of another one", () => {
    const data = attach({ recipientAccountId: undefined, userIdentity: { accountId: '7' } });
    const envelope = { specversion: '1.0', type: 'ecs:ActionTrail:ApiCall', data };

    expect(arnsOf({ ...envelope, aliyunaccountid: '8' })).toEqual([
      'arn:acs:ecs:cn-hangzhou:8:disk/d-1',
    ]);
    expect(arnsOf({ ...envelope, aliyunaccountid: '8', aliyunoriginalaccountid: 9 })).toEqual([
      'arn:acs:ecs:cn-hangzhou:9:disk/d-1',
    ]);
  });
});

describe('what it names', () => {
  it('only in referencedResources: platform events have no parameters', () => {
    const record = recordOf('Ecs:DetachDisk', {
      eventType: 'AliyunServiceEvent',
      referencedResources: {
        'ACS::ECS::Instance': ['i-1'],
        'ACS::ECS::Disk': ['d-1', 'd-2'],
        'ACS::ECS::Image': ['m-1'],
      },
    });

    expect(touchedBy(record)).toEqual(['ecs:instance/i-1', 'ecs:disk/d-1', 'ecs:disk/d-2']);
  });

  it.each([{}, null, undefined, 'text', []])(
    'only in resourceType and resourceName, referencedResources being %j',
    (referencedResources) => {
      const record = recordOf('Vpc:UnassociateEipAddress', {
        referencedResources,
        resourceType: 'ACS::ECS::Image;ACS::EIP::EipAddress;ACS::ECS::Instance',
        resourceName: 'm-1;eip-1,eip-2;i-1',
      });

      expect(touchedBy(record)).toEqual(['vpc:eip/eip-1', 'vpc:eip/eip-2', 'ecs:instance/i-1']);
    },
  );

  it('in its parameters before what is referenced', () => {
    const referencedResources = { 'ACS::ECS::Instance': ['i-1'], 'ACS::ECS::Disk': ['d-1'] };

    expect(touchedBy(attach({ referencedResources }))).toEqual(['ecs:disk/d-1']);
  });

  it('once, however often it is named', () => {
    const requestParameters = { ResourceType: 'disk', ResourceId: ['d-1', 'd-1', 'd-2'] };

    expect(touchedBy(recordOf('Ecs:TagResources', { requestParameters }))).toEqual([
      'ecs:disk/d-1',
      'ecs:disk/d-2',
    ]);
  });

  it('by a ROA body in any form', () => {
    const body = { resource_type: 'CLUSTER', resource_ids: ['c-1'] };
    const forms = [
      { body },
      { body: JSON.stringify(body) },
      { 'body.resource_type': 'CLUSTER', 'body.resource_ids.1': 'c-1' },
      { resource_type: 'CLUSTER', 'resource_ids.1': 'c-1' },
    ];

    for (const requestParameters of forms) {
      expect(touchedBy(recordOf('CS:TagResources', { requestParameters }))).toEqual([
        'cs:cluster/c-1',
      ]);
    }
  });

  it('nothing of a rule: a type that no rule knows, a call without names', () => {
    const image = { ResourceType: 'image', ResourceId: ['m-1'] };

    expect(touchedBy(recordOf('Ecs:TagResources', { requestParameters: image }))).toEqual([
      'ignored: TagResources names no resource of a rule',
    ]);
    expect(touchedBy(recordOf('Ecs:AttachDisk'))).toEqual([
      'ignored: AttachDisk names no resource of a rule',
    ]);
  });

  it('by the type it says, or, without one, the only type of the product', () => {
    const named = { requestParameters: { ResourceId: ['x-1'] } };

    expect(touchedBy(recordOf('Slb:TagResources', named))).toEqual(['slb:instance/x-1']);
    expect(touchedBy(recordOf('Ecs:TagResources', named))).toEqual([
      'ignored: TagResources names no resource of a rule',
    ]);
  });

  it('nothing that the tables could not hold', () => {
    const arn = `arn:acs:ecs:cn-hangzhou:${accountId}:disk/`;
    const requestParameters = { ResourceARN: [`${arn}${'d'.repeat(513)}`, `${arn}d-1`] };

    expect(touchedBy(recordOf('Tag:TagResources', { requestParameters }))).toEqual([
      'ecs:disk/d-1',
    ]);
    expect(touchedBy(attach({ requestParameters: { DiskId: 'd'.repeat(513) } }))).toEqual([
      'ignored: AttachDisk names no resource of a rule',
    ]);
  });

  it('the topic with the longest name that Kafka takes', () => {
    const Topic = 't'.repeat(249);
    const requestParameters = { InstanceId: 'alikafka_post-cn-v0h1fgs2xxxx', Topic };

    expect(touchedBy(recordOf('AliKafka:CreateTopic', { requestParameters }))).toEqual([
      `alikafka:topic/Kafka_alikafka_post-cn-v0h1fgs2xxxx_${Topic}`,
    ]);
  });

  it('by an ARN for every account and region: those of the call', () => {
    const requestParameters = { ResourceARN: ['arn:acs:ecs:*:*:disk/d-1'] };
    const reading = readEvent(recordOf('Tag:TagResources', { requestParameters }));

    expect(reading).toMatchObject({
      resources: [{ arn: `arn:acs:ecs:cn-hangzhou:${accountId}:disk/d-1` }],
    });
  });

  it('at most 1,000 resources', () => {
    const tagging = (count: number) =>
      recordOf('Ecs:TagResources', {
        requestParameters: {
          ResourceType: 'disk',
          ResourceId: Array.from({ length: count }, (_, index) => `d-${index}`),
        },
      });

    expect(touchedBy(tagging(1000))).toHaveLength(1000);
    expect(touchedBy(tagging(1001))).toEqual([
      'invalid: 1001 resources in one event; at most 1000 are read',
    ]);
  });
});

describe('why we look', () => {
  const causeOf = (changes: object) => {
    const reading = readEvent(attach(changes));
    return reading.kind === 'touched' ? reading.cause : undefined;
  };

  it('carries id, name, time and who did it', () => {
    const changes = { eventTime: '2026-03-01T16:00:00+08:00', userIdentity: { userName: 'alice' } };

    expect(causeOf(changes)).toEqual({
      eventId: 'e-1',
      eventName: 'AttachDisk',
      eventTime: '2026-03-01T08:00:00.000Z',
      principal: 'alice',
    });
  });

  it.each([
    [{ userIdentity: { userName: null, principalId: '20' } }, '20'],
    [{ userIdentity: { userName: 'alice', principalId: '20' } }, 'alice'],
    [{ userIdentity: {} }, 'unknown'],
    [{ userIdentity: null }, 'unknown'],
  ])('names who did it: %j', (changes, principal) => {
    expect(causeOf(changes)).toMatchObject({ principal });
  });

  it.each([undefined, null, '', 'yesterday', 7, true, { at: 1 }])(
    'has no time when that is %j',
    (eventTime) => {
      expect(causeOf({ eventTime })).toMatchObject({ eventTime: '' });
    },
  );

  it('knows a replay by what the bus adds to the event', () => {
    const envelope = {
      source: 'acs.ecs',
      'detail-type': 'ecs:ActionTrail:ApiCall',
      detail: attach({}),
    };

    expect(readEvent({ ...envelope, 'replay-name': 'lost-hours' })).toMatchObject({
      cause: { isReplay: true },
    });
    expect(readEvent(envelope)).not.toHaveProperty('cause.isReplay');
  });

  it("has the CloudEvent's time when the record has none, before the bus and behind it", () => {
    const raw = {
      specversion: '1.0',
      type: 'ecs:ActionTrail:ApiCall',
      time: '2026-01-15T08:00:00Z',
      data: attach({ eventTime: null }),
    };
    const put = toBusEvent(raw);
    const cause = { eventTime: '2026-01-15T08:00:00.000Z' };

    expect(readEvent(raw)).toMatchObject({ cause });
    expect(put.kind === 'event' && readEvent(put.event.detail)).toMatchObject({ cause });
  });

  it.each([
    { eventId: 7, userIdentity: 'nobody' },
    { eventId: { id: 1 }, userIdentity: [{ userName: 1 }] },
    { eventVersion: [], userAgent: {}, userIdentity: { userName: 7, principalId: 2 ** 60 } },
    { userIdentity: { userName: { first: 'a' }, principalId: null } },
  ])('is no reason to refuse an event: %j', (changes) => {
    expect(touchedBy(attach(changes))).toEqual(['ecs:disk/d-1']);
  });

  it('is cut at whole characters', () => {
    const userName = `${'x'.repeat(255)}\u{1F600}`;

    expect(causeOf({ userIdentity: { userName } })).toMatchObject({ principal: 'x'.repeat(255) });
  });

  it('stays short: it travels with every message', () => {
    const long = 'x'.repeat(300_000);

    const cause = causeOf({ eventId: long, userIdentity: { userName: long } });

    expect(JSON.stringify(cause).length).toBeLessThan(1000);
  });
});

describe('what is no event', () => {
  it.each([
    [undefined, 'not a JSON object'],
    [null, 'not a JSON object'],
    [7, 'not a JSON object'],
    [[attach()], 'not a JSON object'],
    [{}, 'not an ActionTrail record: eventName is missing; expected a text'],
    [
      { 'detail-type': 'EC2 Instance State-change Notification', detail: {} },
      'detail-type is "EC2 Instance State-change Notification", which is not an ActionTrail event (<product>:ActionTrail:<event type>)',
    ],
    [
      { 'detail-type': 7, detail: {} },
      'detail-type is of type number, which is not an ActionTrail event (<product>:ActionTrail:<event type>)',
    ],
    [
      { 'detail-type': { toString: null }, detail: {} },
      'detail-type is of type object, which is not an ActionTrail event (<product>:ActionTrail:<event type>)',
    ],
    [{ 'detail-type': 'ecs:ActionTrail:ApiCall' }, 'detail is not a JSON object'],
    [
      { 'detail-type': 'ecs:ActionTrail:ApiCall', detail: { eventName: 'AttachDisk' } },
      'not an ActionTrail record: detail.serviceName is missing; expected a text',
    ],
    [
      { specversion: '1.0', type: 'ecs:Disk:DiskIOHang', data: {} },
      'type is "ecs:Disk:DiskIOHang", which is not an ActionTrail event (<service>:ActionTrail:<event type>)',
    ],
    [
      { specversion: '1.0', type: 'ecs:ActionTrail:ApiCall', data: 'text' },
      'data is not a JSON object',
    ],
    [
      { specversion: '1.0', type: 'ecs:ActionTrail:ApiCall', data: { eventName: 7 } },
      'not an ActionTrail record: data.eventName is of type number; expected a text',
    ],
  ])('%j', (raw, reason) => {
    expect(readEvent(raw)).toEqual({ kind: 'invalid', reason });
    expect(toBusEvent(raw)).toEqual({ kind: 'invalid', reason });
  });

  it('says where a CloudEvent is wrong', () => {
    expect(touchedBy({ specversion: '1.0', type: 7, data: attach() })).toEqual([
      'invalid: type is of type number, which is not an ActionTrail event (<service>:ActionTrail:<event type>)',
    ]);
  });

  it('whatever comes, it answers', () => {
    const word = fc.constantFrom('toString', 'valueOf', '__proto__', 'body', 'text', '1');
    const { part } = fc.letrec<{ part: unknown }>((tie) => ({
      part: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        fc.array(tie('part'), { maxLength: 3 }),
        fc.dictionary(word, tie('part'), { maxKeys: 3 }),
        tie('part').map((each) => JSON.stringify(each)),
      ),
    }));
    const raw = fc.oneof(
      part,
      fc
        .dictionary(
          fc.constantFrom(...Object.keys(attach()), 'responseElements', '__proto__'),
          part,
        )
        .map((changes) => attach(changes)),
      fc.record({ specversion: part, type: part, data: part }),
      fc.record({ 'detail-type': part, detail: part }),
    );

    fc.assert(
      fc.property(raw, (each) => {
        expect(['touched', 'ignored', 'invalid']).toContain(readEvent(each).kind);
        expect(['event', 'invalid']).toContain(toBusEvent(each).kind);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an event for the bus', () => {
  it('has the fields of EventBridge, and the record as it came', () => {
    const record = attach({ serviceName: 'ECS', extra: { kept: [1, null] } });

    expect(toBusEvent(record)).toMatchObject({
      kind: 'event',
      event: { source: 'acs.ecs', detailType: 'ecs:ActionTrail:ApiCall', detail: record },
    });
  });

  it('says when it happened, by the record or by its envelope', () => {
    const envelope = {
      specversion: '1.0',
      type: 'ecs:ActionTrail:ApiCall',
      time: '2026-01-15T09:00:00+01:00',
    };
    const untimed = attach({ eventTime: undefined });

    expect(toBusEvent(attach({ eventTime: 1_768_464_000 }))).toMatchObject({
      time: '2026-01-15T08:00:00.000Z',
    });
    expect(toBusEvent({ ...envelope, data: untimed })).toMatchObject({
      time: '2026-01-15T08:00:00.000Z',
    });
    expect(toBusEvent(untimed)).toMatchObject({ time: undefined });
  });

  it.each([
    ['a text', (record: object) => JSON.stringify(record)],
    ['an object', (record: object) => record],
  ])('comes out of a line of Simple Log Service, whose event is %s', (_, formOf) => {
    const line = {
      __topic__: 'actiontrail_audit_event',
      __time__: '1768464000',
      owner_id: '1000000000000007',
      event: formOf(attach({ recipientAccountId: undefined })),
    };

    expect(toBusEvent(line)).toMatchObject({
      kind: 'event',
      accountId: '1000000000000007',
      reading: { kind: 'touched' },
    });
    expect(toBusEvent({ ...line, event: '{"cut' })).toEqual({
      kind: 'invalid',
      reason: 'event is not a JSON object',
    });
  });

  it('keeps what only the envelope says', () => {
    const data = attach({ acsRegion: null, recipientAccountId: undefined });
    const put = toBusEvent({
      specversion: '1.0',
      type: 'ecs:ActionTrail:ApiCall',
      aliyunaccountid: 8,
      aliyunregionid: 'cn-beijing',
      data,
    });

    expect(put).toMatchObject({
      event: { detail: { recipientAccountId: '8', acsRegion: 'cn-beijing' } },
    });
  });

  it('keeps its own account, whatever account it is put on the bus for', () => {
    expect(toBusEvent(attach(), '42')).toMatchObject({
      event: { detail: { recipientAccountId: accountId } },
    });
  });

  it('touches the same before the bus and behind it, whatever says where and whose', () => {
    const maybe = (...values: readonly string[]) =>
      fc.option(fc.constantFrom(...values), { nil: undefined });
    const regions = ['cn-hangzhou', 'cn-beijing', 'me-east-1', ''];
    const event = fc.record({
      record: fc.record({
        acsRegion: maybe(...regions),
        recipientAccountId: maybe('1', ''),
        userIdentity: fc.record({ accountId: maybe('2') }),
        requestParameters: fc.record({ DiskId: fc.constant('d-1'), RegionId: maybe(...regions) }),
      }),
      envelope: fc.record({
        specversion: fc.constant('1.0'),
        type: fc.constant('ecs:ActionTrail:ApiCall'),
        aliyunaccountid: maybe('3'),
        aliyunoriginalaccountid: maybe('4'),
        aliyunregionid: maybe(...regions),
      }),
    });

    fc.assert(
      fc.property(event, ({ record, envelope }) => {
        const raw = { ...envelope, data: attach(record) };
        const before = readEvent(raw);
        const put = toBusEvent(raw);

        expect(put.kind === 'invalid' ? put : readEvent(put.event.detail)).toEqual(before);
      }),
    );
  });
});
