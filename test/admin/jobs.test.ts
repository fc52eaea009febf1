import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createDynamoDbJobs } from '../../src/jobs/dynamodb-jobs.ts';
import { type JobChange, jobIdOf, newJob } from '../../src/jobs/job.ts';
import type { JobStore } from '../../src/jobs/job-store.ts';
import { diskRule, eipRule, nlbRule } from '../engine/fixtures.ts';
import { type Came, lanesOf } from '../jobs/lane-fixture.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let jobs: JobStore;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const { table } = await dynamoDb.createTable();
  jobs = createDynamoDbJobs({ table });
  api = await openTestApi(dynamoDb, { jobs });
  await api.send('PUT', '/v1/feature', { status: 'Enable' });
  await api.send('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });
});

const jobSchema = z.looseObject({ id: z.string(), status: z.string() });
const listSchema = z.object({ jobs: z.array(jobSchema), next: z.nullable(z.string()) });

const start = async (body: object = { kind: 'backfill', settingName: diskRule }) =>
  api.send('POST', '/v1/jobs', body);

const started = async (body?: object) => jobSchema.parse((await start(body)).body);

const list = async (query = '') =>
  listSchema.parse((await api.send('GET', `/v1/jobs${query}`)).body);

/** Does what the worker would. */
const change = async (id: string, to: JobChange, came?: Came): Promise<void> => {
  const job = await jobs.read(id);
  if (job === undefined) throw new Error(`no job ${id}`);
  await jobs.replace(job, { ...to, ...(came && { lanes: lanesOf(job, came) }) });
};

const startedBy = (accountId: string | null, seconds: number) => {
  const startedAt = new Date(Date.parse('2026-03-01T08:00:00Z') + seconds * 1000).toISOString();
  return jobs.create(
    newJob({
      id: jobIdOf(startedAt, `${accountId ?? 'all'}`),
      kind: 'sweep',
      accountId,
      settingName: null,
      waitsForSetting: false,
      startedAt,
      startedBy: 'schedule',
    }),
  );
};

describe('POST /v1/jobs', () => {
  it('starts a backfill, and sends its first message', async () => {
    const { status, body } = await start();

    expect(status).toBe(202);
    expect(body).toEqual({
      id: expect.stringMatching(/^j[0-9a-z]{15}$/),
      accountId: '1000000000000001',
      kind: 'backfill',
      settingName: diskRule,
      status: 'waiting',
      found: 0,
      done: 0,
      changed: 0,
      refused: 0,
      failed: 0,
      failures: [],
      percent: null,
      ratePerSecond: null,
      secondsLeft: null,
      findings: {},
      lanes: [{ done: 0, isEnded: false, updatedAt: expect.any(String) }],
      startedAt: expect.any(String),
      updatedAt: expect.any(String),
      finishedAt: null,
      startedBy: 'local',
      error: null,
    });
    expect(api.sent).toMatchObject([
      { message: { kind: 'job', jobId: jobSchema.parse(body).id, step: 0 } },
    ]);
  });

  it('starts a sweep of the account', async () => {
    const { id } = await started({ kind: 'sweep' });

    expect(await jobs.read(id)).toMatchObject({
      kind: 'sweep',
      accountId: '1000000000000001',
      settingName: null,
    });
  });

  it('answers 409 that names the one that is running', async () => {
    const { id } = await started();

    const { status, body } = await start();

    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'JobRunning', message: expect.stringContaining(id) });
    expect(api.sent.length).toBe(1);
  });

  it.each([
    ['no kind', {}, 'InvalidParameter.Kind'],
    ['another kind', { kind: 'other' }, 'InvalidParameter.Kind'],
    ['no rule', { kind: 'backfill' }, 'MissingParameter.SettingName'],
    ['no rule of ours', { kind: 'backfill', settingName: 'x' }, 'InvalidParameter.SettingName'],
    [
      'a rule that cannot be applied to what exists',
      { kind: 'backfill', settingName: nlbRule },
      'InvalidParameter.SettingName',
    ],
    [
      'a rule that is off',
      { kind: 'backfill', settingName: eipRule },
      'InvalidOperation.RuleDisabled',
    ],
    [
      'a sweep of one rule',
      { kind: 'sweep', settingName: diskRule },
      'InvalidParameter.SettingName',
    ],
  ])('refuses %s', async (_, body, code) => {
    const answer = await start(body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code });
    expect([api.sent, (await list()).jobs]).toEqual([[], []]);
  });

  it('refuses while the feature is off', async () => {
    await api.send('PUT', '/v1/feature', { status: 'Disable' });

    for (const body of [{ kind: 'sweep' }, { kind: 'backfill', settingName: diskRule }]) {
      expect((await start(body)).body).toMatchObject({ code: 'InvalidOperation.NotActivated' });
    }
  });
});

describe('a switch to Apply To Existing Resources', () => {
  it('is a job in the list', async () => {
    await api.send('PATCH', `/v1/rules/${diskRule}`, { existingStatus: 'Enable' });

    expect((await list()).jobs).toMatchObject([
      { kind: 'backfill', settingName: diskRule, status: 'waiting', startedBy: 'local' },
    ]);
  });
});

describe('GET /v1/jobs', () => {
  it('lists the newest first, in pages', async () => {
    for (const seconds of [1, 2, 3, 4, 5]) await startedBy('1000000000000001', seconds);

    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.next}`);
    const third = await list(`?limit=2&cursor=${second.next}`);

    const times = [first, second, third].map((page) => page.jobs.map((job) => job.startedAt));
    expect(times.map((page) => page.map((time) => String(time).slice(17, 19)))).toEqual([
      ['05', '04'],
      ['03', '02'],
      ['01'],
    ]);
    expect(third.next).toBeNull();
  });

  it("shows an account its own and the sweeps over all, and not another account's", async () => {
    await startedBy('1000000000000001', 1);
    await startedBy('2000000000000002', 2);
    const all = await startedBy(null, 3);

    const ids = (await list()).jobs.map(({ id }) => id);

    expect(ids.length).toBe(2);
    expect(ids[0]).toBe(all.id);
  });

  it('filters by status and by rule', async () => {
    await started({ kind: 'sweep' });
    const backfill = await started();
    await change(backfill.id, { status: 'done' });

    const ids = async (query: string) => (await list(query)).jobs.map(({ id }) => id);
    expect(await ids('?status=done')).toEqual([backfill.id]);
    expect(await ids(`?settingName=${diskRule}`)).toEqual([backfill.id]);
    expect(await ids('?status=failed')).toEqual([]);
  });

  it('finds a job that counts among those that run', async () => {
    const { id } = await started();
    await change(id, { status: 'running' }, { isCounted: false });

    const ids = async (query: string) => (await list(query)).jobs.map((job) => job.id);
    expect(await ids('?status=running')).toEqual([id]);
    expect(await ids('?status=counting')).toEqual([id]);
  });

  it.each([
    ['status=off', 'InvalidParameter.Status'],
    ['limit=0', 'InvalidParameter.Limit'],
    ['cursor=nonsense', 'InvalidParameter.Cursor'],
    [`cursor=${'x'.repeat(3000)}`, 'InvalidParameter.Cursor'],
    ['settingName=rule:x', 'InvalidParameter.SettingName'],
    ['other=1', 'InvalidParameter.Other'],
  ])('refuses ?%.20s', async (query, code) => {
    const { status, body } = await api.send('GET', `/v1/jobs?${query}`);

    expect([status, body]).toMatchObject([400, { code }]);
  });
});

describe('GET /v1/jobs/<id>', () => {
  it('tells counts, progress and findings', async () => {
    const { id } = await started({ kind: 'sweep' });
    const findings = new Map([[diskRule, 2] as const]);
    await change(id, { status: 'running' }, { found: 10, done: 4, findings });

    const { status, body } = await api.send('GET', `/v1/jobs/${id}`);

    expect(status).toBe(200);
    expect(body).toMatchObject({ percent: 40, findings: { [diskRule]: 2 } });
  });

  it('tells no more done than found, though more came than was counted', async () => {
    const { id } = await started();
    await change(id, { status: 'done' }, { found: 3, done: 5 });

    const { body } = await api.send('GET', `/v1/jobs/${id}`);

    expect(body).toMatchObject({ found: 5, done: 5 });
  });

  it('tells what failed, and why', async () => {
    const { id } = await started({ kind: 'sweep' });
    const failures = [{ resource: 'disk/d-1', code: 'NoPermission', message: 'not you' }];
    await change(id, {}, { failed: 1, failures });

    const { body } = await api.send('GET', `/v1/jobs/${id}`);

    expect(body).toMatchObject({ failed: 1, failures });
  });

  it.each(['nothing', '__proto__', '..%2F', 'x'.repeat(3000)])('answers 404 for %s', async (id) => {
    const { status, body } = await api.send('GET', `/v1/jobs/${id}`);

    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'JobNotFound' });
  });

  it("answers 404 for another account's", async () => {
    const { id } = await started();

    const { status } = await api.send('GET', `/v1/jobs/${id}?accountId=2`);

    expect(status).toBe(404);
  });
});

describe('cancel and resume', () => {
  const call = (id: string, action: string) => api.send('POST', `/v1/jobs/${id}/${action}`);

  it('end a job and go on with it, with a message of the next step', async () => {
    const { id } = await started();

    const cancelled = await call(id, 'cancel');
    const again = await call(id, 'cancel');
    const resumed = await call(id, 'resume');

    expect([cancelled.status, again.status, resumed.status]).toEqual([200, 200, 200]);
    expect(cancelled.body).toMatchObject({ status: 'cancelled', finishedAt: expect.any(String) });
    expect(again.body).toEqual(cancelled.body);
    expect(resumed.body).toMatchObject({ status: 'waiting', finishedAt: null });
    expect(api.sent.map(({ message }) => message)).toMatchObject([
      { jobId: id, step: 0 },
      { jobId: id, step: 1 },
    ]);
  });

  it('are refused when the job is done', async () => {
    const { id } = await started();
    await change(id, { status: 'done' });

    for (const action of ['cancel', 'resume']) {
      const { status, body } = await call(id, action);
      expect([status, body]).toMatchObject([409, { code: 'JobEnded' }]);
    }
  });

  it('do not go on with a job while another one of its rule is running', async () => {
    const first = await started();
    await call(first.id, 'cancel');
    const second = await started();

    const { status, body } = await call(first.id, 'resume');

    expect([status, body]).toMatchObject([
      409,
      { code: 'JobRunning', message: expect.stringContaining(second.id) },
    ]);
    expect((await jobs.read(first.id))?.status).toBe('cancelled');
  });

  it('do not go on with a backfill of a rule that is off by now', async () => {
    const { id } = await started();
    await call(id, 'cancel');
    await api.send('PATCH', `/v1/rules/${diskRule}`, { status: 'Disable' });

    const { status, body } = await call(id, 'resume');

    expect([status, body]).toMatchObject([400, { code: 'InvalidOperation.RuleDisabled' }]);
    expect((await jobs.read(id))?.status).toBe('cancelled');
  });

  it('answer 404 for a job that is not there', async () => {
    expect((await call('nothing', 'cancel')).status).toBe(404);
    expect((await call('nothing', 'resume')).status).toBe(404);
  });

  it('are in the audit trail, as is the start', async () => {
    const { id } = await started();
    await call(id, 'cancel');

    const { body } = await api.send('GET', '/v1/audit');

    const { entries } = z
      .object({ entries: z.array(z.looseObject({ action: z.string() })) })
      .parse(body);
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['POST /v1/jobs', 'POST /v1/jobs/{id}/cancel']),
    );
  });
});

describe('the id of a job', () => {
  it('may be given by how it begins, as long as one job begins so', async () => {
    const { body } = await start();
    const { id } = z.object({ id: z.string() }).parse(body);

    const answers = await Promise.all(
      [id, id.slice(0, 12), id.slice(0, 3), 'zzzz'].map((each) =>
        api.send('GET', `/v1/jobs/${each}`),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 404]);
    expect(answers[1]?.body).toMatchObject({ id });
  });

  it('sorts by the time of its start, after the ids of before', () => {
    const ids = [
      '2026-03-01T08:00:00.000Z',
      '2026-03-01T08:00:00.001Z',
      '2099-01-01T00:00:00.000Z',
    ];

    const made = ids.map((startedAt) => jobIdOf(startedAt, 'any'));

    expect(['20991231T080000000Z-x', ...made].toSorted()).toEqual([
      '20991231T080000000Z-x',
      ...made,
    ]);
  });
});
