import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resumeContested } from '../../src/admin/contested.ts';
import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import type { LedgerEntry } from '../../src/ledger/ledger.ts';
import { disk, diskRule, eip, entry, instance, named } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
});

const contest = { since: '2026-02-28T08:00:00.000Z', by: 'bob', theirs: 'mine' };
const repairs = [{ time: '2026-02-28T07:59:00.000Z', by: 'bob' }];

const store = async (arn: Arn, ...entries: readonly LedgerEntry[]) =>
  api.ledger.replace(await api.ledger.read(arn), {
    intent: null,
    entries: new Map(entries.map((each) => [each.key, each])),
    refusals: new Map(),
  });

const resume = (body: object) => api.send('POST', '/v1/contested/resume', body);

describe('GET /v1/contested', () => {
  it('lists what is contested, by whom and since when', async () => {
    await store(disk, entry('cost', 'shanghai', { contest, repairs }), entry('team', 'blue'));

    const { status, body } = await api.send('GET', '/v1/contested');

    expect([status, body]).toEqual([
      200,
      {
        contested: [
          {
            resource: disk,
            key: 'cost',
            value: 'shanghai',
            rule: diskRule,
            primary: instance,
            ...contest,
          },
        ],
        next: null,
      },
    ]);
  });

  it('comes in pages', async () => {
    for (const id of ['d-1', 'd-2', 'd-3']) {
      await store(named('Ecs-Disk', id), entry('cost', 'shanghai', { contest }));
    }

    const first = await api.send('GET', '/v1/contested?limit=2');
    const cursor = new URLSearchParams({
      cursor: JSON.stringify([named('Ecs-Disk', 'd-2'), 'cost']),
    });
    const second = await api.send('GET', `/v1/contested?limit=2&${cursor}`);

    expect(first.body).toMatchObject({
      contested: [{ resource: named('Ecs-Disk', 'd-1') }, { resource: named('Ecs-Disk', 'd-2') }],
      next: cursor.get('cursor'),
    });
    expect(second.body).toMatchObject({
      contested: [{ resource: named('Ecs-Disk', 'd-3') }],
      next: null,
    });
  });

  it.each(['', 'x', '["x","y"]'])('refuses "%s" as a cursor', async (cursor) => {
    const { status, body } = await api.send('GET', `/v1/contested?cursor=${cursor}`);

    expect([status, body]).toMatchObject([400, { code: 'InvalidParameter.Cursor' }]);
  });
});

describe('POST /v1/contested/resume', () => {
  it("is for a resource of the call's account, in whose audit trail it stands", async () => {
    const other = formatArn({
      type: 'Ecs-Disk',
      region: 'cn-hangzhou',
      accountId: '1000000000000002',
      id: 'd-1',
    });
    await store(other, entry('cost', 'shanghai', { contest }));

    const wrong = await resume({ resource: other, key: 'cost' });
    const right = await api.send('POST', '/v1/contested/resume?accountId=1000000000000002', {
      resource: other,
      key: 'cost',
    });

    expect([wrong.status, wrong.body]).toMatchObject([
      400,
      {
        code: 'InvalidParameter.Resource',
        message: expect.stringContaining('call /v1/accounts/1000000000000002/'),
      },
    ]);
    expect(right.status).toBe(200);
  });

  it('forgets contest and repairs of that key alone, and asks to look again', async () => {
    const other = entry('team', 'blue', { contest });
    await store(disk, entry('cost', 'shanghai', { contest, repairs }), other);

    const { status, body, headers } = await resume({ resource: disk, key: 'cost' });

    expect([status, body]).toEqual([200, { resource: disk, key: 'cost' }]);
    expect([...(await api.ledger.read(disk)).entries.values()]).toEqual([
      entry('cost', 'shanghai'),
      other,
    ]);
    const message = {
      kind: 'keys',
      arns: [disk],
      cause: {
        eventId: headers.get('x-request-id'),
        eventName: 'ResumeContested',
        eventTime: '2026-03-01T08:00:00.000Z',
        principal: 'local',
      },
      reach: [],
    };
    expect(api.sent).toEqual([
      { message, delaySeconds: 2 },
      { message, delaySeconds: undefined },
    ]);
  });

  it('is in the audit trail', async () => {
    await store(disk, entry('cost', 'shanghai', { contest }));

    await resume({ resource: disk, key: 'cost' });

    expect((await api.send('GET', '/v1/audit')).body).toMatchObject({
      entries: [{ action: 'POST /v1/contested/resume', input: { resource: disk, key: 'cost' } }],
    });
  });

  it.each([
    ['a key that is not contested', { resource: disk, key: 'team' }, 404, 'NotContested'],
    ['a key that is not inherited', { resource: disk, key: 'none' }, 404, 'NotContested'],
    ['a resource without a record', { resource: eip, key: 'cost' }, 404, 'NotContested'],
    ['no key', { resource: disk }, 400, 'MissingParameter.Key'],
    ['no ARN', { resource: 'disk', key: 'cost' }, 400, 'InvalidParameter.Resource'],
  ])('refuses %s and sends nothing', async (_, input, status, code) => {
    await store(disk, entry('cost', 'shanghai', { contest }), entry('team', 'blue'));

    const answer = await resume(input);

    expect([answer.status, answer.body]).toMatchObject([status, { code }]);
    expect(api.sent).toEqual([]);
    expect((await api.ledger.read(disk)).version).toBe(1);
  });

  it('has sent its message when the process dies before the ledger is written', async () => {
    await store(disk, entry('cost', 'shanghai', { contest }));
    const sent: unknown[] = [];
    const death = new Error('the process died');

    const resuming = resumeContested(
      {
        ledger: {
          ...api.ledger,
          replace: async () => {
            throw death;
          },
        },
        queue: {
          send: async (messages) => {
            sent.push(...messages);
          },
        },
        clock: () => 0,
      },
      { resource: disk, key: 'cost', principal: 'operator', requestId: 'r-1' },
    );

    await expect(resuming).rejects.toThrow(death);
    expect(sent).toHaveLength(1);
  });

  it('tries again when somebody writes the record meanwhile, and leaves their entries', async () => {
    const record = await store(disk, entry('cost', 'shanghai', { contest }));
    let isFirst = true;
    const ledger = {
      ...api.ledger,
      read: async (arn: Arn) => {
        const read = await api.ledger.read(arn);
        if (isFirst) {
          isFirst = false;
          await store(disk, ...record.entries.values(), entry('team', 'blue'));
        }
        return read;
      },
    };

    await resumeContested(
      { ledger, queue: { send: async () => {} }, clock: () => 0 },
      { resource: disk, key: 'cost', principal: 'operator', requestId: 'r-1' },
    );

    expect([...(await api.ledger.read(disk)).entries.values()]).toEqual([
      entry('cost', 'shanghai'),
      entry('team', 'blue'),
    ]);
  });
});
