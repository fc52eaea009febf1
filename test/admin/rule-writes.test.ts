import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ownRules } from '../default-rules.ts';
import { clusterEipRule, diskRule, eipRule } from '../engine/fixtures.ts';
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
  await api.send('PUT', '/v1/feature', { status: 'Enable' });
});

const disk = `/v1/rules/${diskRule}`;
const stored = async () => (await api.settings.read('1000000000000001')).rules;

describe('POST /v1/rules', () => {
  it('sets a rule once, and answers the product’s code the second time', async () => {
    const first = await api.send('POST', '/v1/rules', {
      settingName: diskRule,
      status: 'Enable',
      tagKeys: ['cost'],
    });
    const second = await api.send('POST', '/v1/rules', {
      settingName: diskRule,
      status: 'Disable',
    });

    expect([first.status, first.body]).toMatchObject([201, { tagKeys: ['cost'], version: 2 }]);
    expect([second.status, second.body]).toMatchObject([409, { code: 'InvalidRule.Existed' }]);
    expect((await stored()).get(diskRule)).toMatchObject({ status: 'Enable', version: 2 });
  });
});

describe('PATCH /v1/rules/<settingName>', () => {
  it('changes what it names and leaves the rest', async () => {
    await api.send('PUT', disk, { status: 'Enable', tagKeys: ['a'], conflictPolicy: 'keep' });

    const { status, body } = await api.send('PATCH', disk, { tagKeys: ['b', 'a'] });

    expect([status, body]).toMatchObject([
      200,
      { status: 'Enable', tagKeys: ['b', 'a'], conflictPolicy: 'keep', version: 3 },
    ]);
  });

  it('does not make a rule', async () => {
    const { status, body } = await api.send('PATCH', disk, { status: 'Enable' });

    expect([status, body]).toMatchObject([404, { code: 'InvalidSettingName.NotFound' }]);
    expect(await stored()).toEqual(new Map());
  });

  it('wants at least one field', async () => {
    await api.send('PUT', disk, { status: 'Enable' });

    const { status, body } = await api.send('PATCH', disk, {});

    expect([status, body]).toMatchObject([400, { message: 'body: names no field to change' }]);
  });

  it('checks what it is given as PUT does', async () => {
    await api.send('PUT', disk, { status: 'Enable' });

    const { status, body } = await api.send('PATCH', disk, { tagKeys: ['aliyun.x'] });

    expect([status, body]).toMatchObject([400, { code: 'InvalidParameter.TagKey' }]);
  });
});

describe('DELETE /v1/rules/<settingName>', () => {
  it('forgets the setting; the rule can be made again, with a generation of its own', async () => {
    await api.send('PUT', disk, { status: 'Enable' });
    const before = (await stored()).get(diskRule);

    const gone = await api.send('DELETE', disk);
    const again = await api.send('POST', '/v1/rules', { settingName: diskRule, status: 'Enable' });

    expect([gone.status, gone.body]).toEqual([200, { settingName: diskRule }]);
    expect(again.status).toBe(201);
    expect((await stored()).get(diskRule)?.generation).toBeGreaterThan(before?.generation ?? 0);
  });

  it('says that a rule was never set', async () => {
    const { status, body } = await api.send('DELETE', disk);

    expect([status, body]).toMatchObject([404, { code: 'InvalidSettingName.NotFound' }]);
  });
});

describe('a change that names the version it saw', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('%s is made when it is the one stored', async (method) => {
    const { headers } = await api.send('PUT', disk, { status: 'Disable' });
    const etag = headers.get('etag') ?? '';

    const { status } = await api.send(method, disk, { status: 'Enable' }, { 'if-match': etag });

    expect(status).toBe(200);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])(
    '%s answers 412 and changes nothing when it is stale',
    async (method) => {
      const { headers } = await api.send('PUT', disk, { status: 'Disable' });
      await api.send('PUT', disk, { status: 'Disable', tagKeys: ['theirs'] });
      const before = await stored();

      const { status, body } = await api.send(
        method,
        disk,
        { status: 'Enable' },
        { 'if-match': headers.get('etag') ?? '' },
      );

      expect([status, body]).toMatchObject([
        412,
        { code: 'PreconditionFailed', message: expect.stringContaining('has version 3, not 2') },
      ]);
      expect(await stored()).toEqual(before);
    },
  );

  it('is stale when another rule’s change took the number, and not when only another rule changed', async () => {
    const { headers } = await api.send('PUT', disk, { status: 'Enable' });
    await api.send('PUT', `/v1/rules/${eipRule}`, { status: 'Enable' });

    const own = await api.send(
      'PATCH',
      disk,
      { tagKeys: ['a'] },
      { 'if-match': headers.get('etag') ?? '' },
    );
    const other = await api.send('PATCH', disk, { tagKeys: ['b'] }, { 'if-match': '"3"' });

    expect([own.status, other.status]).toEqual([200, 412]);
  });

  it('takes 0 for a rule that was never set', async () => {
    const first = await api.send('PUT', disk, { status: 'Enable' }, { 'if-match': '"0"' });
    const second = await api.send('PUT', disk, { status: 'Enable' }, { 'if-match': '"0"' });

    expect([first.status, second.status]).toEqual([200, 412]);
  });

  it('takes * for a rule that is set, whatever its version', async () => {
    const any = { 'if-match': '*' };

    const never = await api.send('PUT', disk, { status: 'Enable' }, any);
    await api.send('PUT', disk, { status: 'Disable' });
    const once = await api.send('PUT', disk, { status: 'Enable' }, any);

    expect([never.status, never.body]).toMatchObject([
      412,
      { code: 'PreconditionFailed', message: expect.stringContaining('was never set') },
    ]);
    expect([once.status, once.body]).toMatchObject([200, { status: 'Enable' }]);
  });

  it('says what is wrong with a version that is none', async () => {
    const { status, body } = await api.send(
      'PUT',
      disk,
      { status: 'Enable' },
      { 'if-match': 'now' },
    );

    expect([status, body]).toMatchObject([400, { code: 'InvalidParameter.IfMatch' }]);
  });
});

const resultsSchema = z.object({ results: z.array(z.object({ status: z.string() })) });

const jobsOf = async () =>
  z
    .object({ jobs: z.array(z.looseObject({ id: z.string(), status: z.string() })) })
    .parse((await api.send('GET', '/v1/jobs')).body).jobs;

describe('POST /v1/rules/batch', () => {
  const batch = (action: string, settingNames: unknown) =>
    api.send('POST', '/v1/rules/batch', { action, settingNames });

  it('does each rule on its own, so that a bad name does not stop the rest', async () => {
    await api.send('PUT', disk, { status: 'Disable', tagKeys: ['cost'] });

    const { status, body } = await batch('enable', [diskRule, 'rule:none', eipRule]);

    expect(status).toBe(200);
    expect(body).toEqual({
      results: [
        {
          settingName: diskRule,
          status: 'done',
          jobId: null,
          rule: expect.objectContaining({ status: 'Enable', tagKeys: ['cost'] }),
        },
        {
          settingName: 'rule:none',
          status: 'failed',
          code: 'InvalidParameter.SettingName',
          message: expect.stringContaining('rule:none'),
        },
        {
          settingName: eipRule,
          status: 'done',
          jobId: null,
          rule: expect.objectContaining({ status: 'Enable' }),
        },
      ],
    });
    expect([...(await stored()).keys()]).toEqual([diskRule, eipRule]);
  });

  it('enables and modifies with what is chosen for each, and keeps the rest', async () => {
    await api.send('PUT', disk, { status: 'Enable', tagKeys: ['cost'], excludedKeys: ['own'] });
    const settings = [{ settingName: diskRule, tagKeys: ['team'] }];

    const enabled = await api.send('POST', '/v1/rules/batch', {
      action: 'enable',
      settingNames: [diskRule, eipRule],
      settings: [...settings, { settingName: eipRule, conflictPolicy: 'keep' }],
    });
    const again = await api.send('POST', '/v1/rules/batch', {
      action: 'modify',
      settingNames: [diskRule],
      settings,
    });

    const rules = await stored();
    expect(enabled.body).toMatchObject({ results: [{ status: 'done' }, { status: 'done' }] });
    expect(again.body).toMatchObject({
      results: [{ status: 'unchanged', message: `${diskRule} has that setting already` }],
    });
    expect(rules.get(diskRule)).toMatchObject({ tagKeys: ['team'], excludedKeys: ['own'] });
    expect(rules.get(eipRule)).toMatchObject({ status: 'Enable', conflictPolicy: 'keep' });
  });

  it('changes no rule that somebody else changed meanwhile', async () => {
    await api.send('PUT', disk, { status: 'Enable' });
    const version = (await stored()).get(diskRule)?.version ?? 0;
    await api.send('PUT', disk, { status: 'Enable', tagKeys: ['theirs'] });

    const { body } = await api.send('POST', '/v1/rules/batch', {
      action: 'modify',
      settingNames: [diskRule],
      settings: [{ settingName: diskRule, version, tagKeys: ['ours'] }],
    });

    expect(body).toMatchObject({ results: [{ status: 'failed', code: 'PreconditionFailed' }] });
    expect((await stored()).get(diskRule)?.tagKeys).toEqual(['theirs']);
  });

  it.each(['disable', 'applyToExisting'])(
    'changes no rule that somebody else changed meanwhile, and each other one: %s',
    async (action) => {
      await batch('enable', [diskRule, eipRule]);
      const settings = [...(await stored()).values()].map(({ settingName, version }) => ({
        settingName,
        version,
      }));
      await api.send('PATCH', disk, { tagKeys: ['theirs'] });
      const asked = { action, settingNames: [diskRule, eipRule], settings };

      const planned = await api.send('POST', '/v1/rules/batch?dryRun=true', asked);
      const done = await api.send('POST', '/v1/rules/batch', asked);

      const stale = { settingName: diskRule, code: 'PreconditionFailed' };
      expect(planned.body).toMatchObject({ refusals: [stale] });
      expect(done.body).toMatchObject({
        results: [
          { status: 'failed', ...stale },
          { status: 'done', settingName: eipRule },
        ],
      });
    },
  );

  it.each([
    ['modify', eipRule, `settings: ${eipRule} is not among settingNames`],
    [
      'disable',
      diskRule,
      `settings: disable takes a version for ${diskRule} and nothing else; only enable and modify take more`,
    ],
  ])('refuses settings that mean nothing: %s %s', async (action, settingName, message) => {
    const { status, body } = await api.send('POST', '/v1/rules/batch', {
      action,
      settingNames: [diskRule],
      settings: [{ settingName, tagKeys: ['cost'] }],
    });

    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ code: 'InvalidParameter.Settings', message }),
    ]);
  });

  it('enables all, then disables all', async () => {
    await batch('enable', 'all');
    const on = [...(await stored()).values()].map(({ status }) => status);
    await batch('disable', 'all');
    const off = [...(await stored()).values()].map(({ status }) => status);

    expect(on).toEqual(ownRules.map(() => 'Enable'));
    expect(off).toEqual(ownRules.map(() => 'Disable'));
  });

  it('applies to existing resources where supported and enabled, and names the job', async () => {
    await batch('enable', [diskRule, clusterEipRule]);

    const { body } = await batch('applyToExisting', [diskRule, clusterEipRule, eipRule]);

    const [{ id } = { id: 'none' }] = await jobsOf();
    expect(body).toMatchObject({
      results: [
        { status: 'done', jobId: id, rule: { existingStatus: 'Enable' } },
        { status: 'failed', code: 'InvalidParameter.ExistingStatus' },
        { status: 'failed', code: 'InvalidSettingName.NotFound' },
      ],
    });
  });

  it('starts another job for a rule that applies already, unless one is at work', async () => {
    await batch('enable', [diskRule]);
    await batch('applyToExisting', [diskRule]);
    const [first = { id: 'none', status: 'none' }] = await jobsOf();

    const during = await batch('applyToExisting', [diskRule]);
    await api.send('POST', `/v1/jobs/${first.id}/cancel`);
    const after = await batch('applyToExisting', [diskRule]);

    const jobs = await jobsOf();
    expect(jobs.map(({ status }) => status).sort()).toEqual(['cancelled', 'waiting']);
    expect(during.body).toMatchObject({
      results: [
        {
          status: 'unchanged',
          jobId: first.id,
          message: expect.stringContaining(`job ${first.id} is applying it already`),
        },
      ],
    });
    expect(after.body).toMatchObject({
      results: [{ status: 'done', jobId: jobs.find(({ status }) => status === 'waiting')?.id }],
    });
  });

  it('plans for a rule that applies already what applying it again would do', async () => {
    await batch('enable', [diskRule]);
    await batch('applyToExisting', [diskRule]);

    const { body } = await api.send('POST', '/v1/rules/batch?dryRun=true', {
      action: 'applyToExisting',
      settingNames: [diskRule],
    });

    expect(body).toMatchObject({ refusals: [], counts: { changed: 0 } });
  });

  it('takes for right what is off already, and what all rules cannot be asked for', async () => {
    await batch('enable', [diskRule]);

    const applied = await batch('applyToExisting', 'all');
    const disabled = await batch('disable', 'all');
    const again = await batch('disable', [diskRule, eipRule]);

    const statuses = [applied, disabled, again].map(({ body }) =>
      resultsSchema.parse(body).results.map(({ status }) => status),
    );
    expect(statuses.map((each) => [...new Set(each)].sort())).toEqual([
      ['done', 'unchanged'],
      ['done', 'unchanged'],
      ['unchanged'],
    ]);
    expect(again.body).toMatchObject({
      results: [
        { message: expect.stringContaining('is off already') },
        { message: expect.stringContaining('was never set, so it is off'), rule: { isSet: false } },
      ],
    });
    expect([...(await stored()).keys()]).toEqual([diskRule]);
  });

  it('ends the job of a rule that is turned off before the job began', async () => {
    await batch('enable', [diskRule]);
    await batch('applyToExisting', [diskRule]);

    await batch('disable', [diskRule]);

    expect(await jobsOf()).toMatchObject([
      { status: 'cancelled', error: expect.stringContaining(diskRule) },
    ]);
  });

  it('names the job that enabling starts again where existing resources are meant', async () => {
    await api.send('PUT', disk, { status: 'Disable', existingStatus: 'Enable' });

    const { body } = await batch('enable', [diskRule]);

    const [{ id } = { id: 'none' }] = await jobsOf();
    expect(body).toMatchObject({ results: [{ status: 'done', jobId: id }] });
  });

  it.each([
    ['done', { action: 'enable', settingNames: [diskRule] }, null],
    [
      'partly',
      { action: 'enable', settingNames: [diskRule, 'rule:none'] },
      'InvalidParameter.SettingName',
    ],
    ['failed', { action: 'enable', settingNames: ['rule:none'] }, 'InvalidParameter.SettingName'],
  ])('stands in the audit trail as %s', async (outcome, body, code) => {
    await api.send('POST', '/v1/rules/batch', body);

    const trail = z
      .object({ entries: z.array(z.looseObject({ action: z.string() })) })
      .parse((await api.send('GET', '/v1/audit')).body);
    const entry = trail.entries.find(({ action }) => action === 'POST /v1/rules/batch');
    expect(entry).toMatchObject({ outcome, code });
  });

  it('says that a disabled rule applies to nothing', async () => {
    await api.send('PUT', disk, { status: 'Disable' });

    const { body } = await batch('applyToExisting', [diskRule]);

    expect(body).toMatchObject({ results: [{ code: 'InvalidOperation.RuleDisabled' }] });
  });

  it.each([
    [{ action: 'delete', settingNames: 'all' }, 'InvalidParameter.Action', /"applyToExisting"/],
    [{ action: 'enable', settingNames: [] }, 'InvalidParameter.SettingNames', />=1 items/],
    [{ action: 'enable', settingNames: 'ALL' }, 'InvalidParameter.SettingNames', /"all" or a list/],
    [{ action: 'enable' }, 'MissingParameter.SettingNames', /"all" or a list/],
  ])('refuses %j', async (input, code, message) => {
    const { status, body } = await api.send('POST', '/v1/rules/batch', input);

    expect([status, body]).toMatchObject([400, { code, message: expect.stringMatching(message) }]);
  });
});

describe('rules that come at once', () => {
  it('are all set when they are different ones', async () => {
    const puts = ownRules.map(({ settingName }) =>
      api.send('PUT', `/v1/rules/${settingName}`, { status: 'Enable' }),
    );

    const statuses = (await Promise.all(puts)).map(({ status }) => status);

    expect(statuses).toEqual(ownRules.map(() => 200));
    expect((await stored()).size).toBe(ownRules.length);
  });

  it('are all taken when they are the same one, and only a stale If-Match is refused', async () => {
    const { headers } = await api.send('PUT', disk, { status: 'Enable' });
    const seen = { 'If-Match': headers.get('etag') ?? '' };

    const free = await Promise.all(
      Array.from({ length: 17 }, () => api.send('PUT', disk, { status: 'Enable' })),
    );
    const stale = await api.send('PUT', disk, { status: 'Enable' }, seen);

    expect(free.map(({ status }) => status)).toEqual(free.map(() => 200));
    expect(stale.status).toBe(412);
  });

  it('hold 50 keys to inherit and 50 to exclude of 128 characters of 3 bytes, in each rule', async () => {
    const key = (n: number) => `${n}`.padEnd(128, '费');
    const lists = {
      tagKeys: Array.from({ length: 50 }, (_, n) => key(n)),
      excludedKeys: Array.from({ length: 50 }, (_, n) => key(50 + n)),
    };

    for (const { settingName } of ownRules) {
      await api.send('PUT', `/v1/rules/${settingName}`, { status: 'Enable', ...lists });
    }

    const { body } = await api.send('GET', '/v1/rules');
    expect(body).toMatchObject({ rules: ownRules.map(() => lists) });
  });
});
