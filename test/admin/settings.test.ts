import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diskRule, eipRule } from '../engine/fixtures.ts';
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

const path = '/v1/settings';
const on = { settingName: diskRule, status: 'Enable' } as const;
const change = (body: object, headers?: Readonly<Record<string, string>>) =>
  api.send('PATCH', path, body, headers);
const stored = () => api.settings.read('1000000000000001');

describe('GET /v1/settings', () => {
  it('tells of an account that chose nothing that it has version 0', async () => {
    const { status, body, headers } = await api.send('GET', path);

    expect([status, body, headers.get('etag')]).toEqual([
      200,
      { version: 0, feature: 'Disable', rules: [] },
      '"0"',
    ]);
  });

  it('tells switch and rules that are set with one version', async () => {
    await change({ feature: 'Enable', rules: [on, { ...on, settingName: eipRule }] });

    const { body, headers } = await api.send('GET', path);

    expect(body).toMatchObject({
      version: 1,
      feature: 'Enable',
      rules: [{ settingName: diskRule, isSet: true }, { settingName: eipRule }],
    });
    expect(headers.get('etag')).toBe('"1"');
  });
});

describe('PATCH /v1/settings', () => {
  it('turns the feature and rules on at once, and says which backfills began', async () => {
    const { status, body } = await change({
      feature: 'Enable',
      rules: [{ ...on, existingStatus: 'Enable' }],
    });

    expect([status, body]).toMatchObject([
      200,
      { version: 1, isUnchanged: false, jobs: [{ settingName: diskRule }] },
    ]);
  });

  it('changes nothing when one of the rules cannot be so', async () => {
    const wrong = { ...on, settingName: eipRule, tagKeys: ['aliyun-x'] };

    const { status, body } = await change({ feature: 'Enable', rules: [on, wrong] });

    expect([status, body]).toMatchObject([400, { code: 'InvalidParameter.TagKey' }]);
    expect(await stored()).toMatchObject({ version: 0, feature: 'Disable' });
  });

  it('writes nothing where all is so already', async () => {
    await change({ feature: 'Enable', rules: [on] });

    const { body } = await change({ feature: 'Enable', rules: [on] });

    expect(body).toMatchObject({ version: 1, isUnchanged: true, jobs: [] });
    expect((await stored()).rules.get(diskRule)?.version).toBe(1);
  });

  it('sees that keys which were let through are not any more', async () => {
    const letting = { ...on, letThroughKeys: ['ack.aliyun.com'] };
    await change({ feature: 'Enable', rules: [letting] });

    await change({ rules: [on] });

    expect((await stored()).rules.get(diskRule)).not.toHaveProperty('letThroughKeys');
  });

  it('leaves rules alone that it does not name', async () => {
    await change({ feature: 'Enable', rules: [on] });

    await change({ rules: [{ ...on, settingName: eipRule }] });

    expect([...(await stored()).rules.values()].map(({ status }) => status)).toEqual([
      'Enable',
      'Enable',
    ]);
  });

  it('sets a rule anew as PUT does: what it leaves out has its default', async () => {
    await change({ feature: 'Enable', rules: [{ ...on, tagKeys: ['cost'] }] });

    await change({ rules: [on] });

    expect((await stored()).rules.get(diskRule)?.tagKeys).toEqual([]);
  });

  it('is refused once anything of the account was changed since it was read', async () => {
    await change({ feature: 'Enable', rules: [on] });
    await api.send('PATCH', `/v1/rules/${diskRule}`, { tagKeys: ['cost'] });

    const { status, body } = await change(
      { rules: [{ ...on, settingName: eipRule }] },
      { 'if-match': '"1"' },
    );

    expect([status, body]).toMatchObject([412, { code: 'PreconditionFailed' }]);
    expect((await stored()).rules.has(eipRule)).toBe(false);
  });

  it('lets only one of several writers of one version through', async () => {
    await change({ feature: 'Enable' });
    const keys = ['a', 'b', 'c', 'd'];

    const answers = await Promise.all(
      keys.map((key) => change({ rules: [{ ...on, tagKeys: [key] }] }, { 'if-match': '"1"' })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412]);
    const winner = keys[answers.findIndex(({ status }) => status === 200)];
    expect((await stored()).rules.get(diskRule)?.tagKeys).toEqual([winner]);
  });

  it('changes no rule while the feature is off, or goes off with it', async () => {
    const whileOff = await change({ rules: [on] });
    await change({ feature: 'Enable', rules: [on] });
    const goingOff = await change({ feature: 'Disable', rules: [{ ...on, tagKeys: ['cost'] }] });
    const off = await change({ feature: 'Disable', rules: [on] });

    const code = { code: 'InvalidOperation.NotActivated' };
    expect([whileOff.body, goingOff.body]).toMatchObject([code, code]);
    expect(off).toMatchObject({ status: 200, body: { feature: 'Disable' } });
  });

  it('refuses a rule that is named twice', async () => {
    const { status, body } = await change({ feature: 'Enable', rules: [on, on] });

    expect([status, body]).toMatchObject([
      400,
      { message: expect.stringContaining('names a rule twice') },
    ]);
  });

  it('tells what it would do to tags, and does nothing', async () => {
    const { status, body } = await api.send('PATCH', `${path}?dryRun=true`, {
      feature: 'Enable',
      rules: [{ ...on, existingStatus: 'Enable' }],
    });

    expect([status, body]).toMatchObject([200, { counts: { resources: 0 }, refusals: [] }]);
    expect((await stored()).version).toBe(0);
  });
});
