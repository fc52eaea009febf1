import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { detailSchemaOf } from '../../src/announce/announcement-schemas.ts';
import { announcementKinds, detailTypes } from '../../src/announce/announcements.ts';
import { newJob } from '../../src/jobs/job.ts';
import { openTestApi, type TestApi } from '../admin/api-fixture.ts';
import { diskRule } from '../engine/fixtures.ts';
import { lanesOf } from '../jobs/lane-fixture.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb, { eventsOut: new Set(announcementKinds) });
});

/** What was announced of a kind; as its schema says. */
const announced = (kind: (typeof announcementKinds)[number]) => {
  const details = api.published
    .filter(({ source, detailType }) => source === 'heirtag' && detailType === detailTypes[kind])
    .map(({ detail }) => detail);
  for (const detail of details) expect(detailSchemaOf(kind).parse(detail)).toEqual(detail);
  return details;
};

describe('a change of rules', () => {
  it('is announced, with what it was before', async () => {
    await api.send('PUT', '/v1/feature', { status: 'Enable' });
    await api.send('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });
    await api.send('POST', '/v1/rules/batch', { action: 'disable', settingNames: [diskRule] });
    await api.send('DELETE', `/v1/rules/${diskRule}`);

    expect(announced('RuleChanged')).toMatchObject([
      { feature: { before: 'Disable', after: 'Enable' }, rules: [] },
      { rules: [{ rule: diskRule, before: null, after: 'Enable' }] },
      { rules: [{ rule: diskRule, before: 'Enable', after: 'Disable' }] },
      { rules: [{ rule: diskRule, before: 'Disable', after: null, version: null }] },
    ]);
  });
});

describe('the end of a job', () => {
  it.each([
    ['done', null],
    ['failed', 'its rule cannot be listed'],
    ['cancelled', 'the rule was turned off'],
  ] as const)('is announced once, whoever ends it: %s', async (status, error) => {
    await api.send('PUT', '/v1/feature', { status: 'Enable' });
    const { jobs } = api.services;
    const start = {
      waitsForSetting: false,
      startedAt: '2026-03-01T08:00:00.000Z',
      startedBy: 'me',
    };
    const sweep = { kind: 'sweep', accountId: null, settingName: null } as const;
    const job = await jobs.create(newJob({ ...start, ...sweep, id: 'sweep-1' }));

    const running = await jobs.replace(job, {
      status: 'running',
      lanes: lanesOf(job, { done: 5 }),
    });
    const ended = await jobs.replace(running, {
      status,
      error,
      finishedAt: '2026-03-01T09:00:00.000Z',
    });
    await jobs.replace(ended, { lanes: lanesOf(ended, { failed: 0 }) });

    expect(announced('JobEnded')).toMatchObject([
      { jobId: 'sweep-1', jobKind: 'sweep', accountId: null, status, error, done: 5 },
    ]);
  });
});
