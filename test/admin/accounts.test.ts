import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type Arn, isArn } from '../../src/clouds/arn.ts';
import { diskRule, entry } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

const theirs = '1000000000000001';
const ours = '1000000000000002';
/** Stands in everything that is theirs. */
const mark = 'secret-of-theirs';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

type Ids = {
  readonly arn: Arn;
  readonly id: string;
  readonly jobId: string;
  readonly keyId: string;
};
let ids: Ids;

type Probe = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

const rule = { status: 'Enable', tagKeys: ['ours'] } as const;
const named = { settingName: diskRule };
const event = () => ({
  eventId: 'e-1',
  eventName: 'TagResources',
  eventType: 'ApiCall',
  serviceName: 'Ecs',
  acsRegion: 'cn-hangzhou',
  recipientAccountId: theirs,
  userIdentity: { userName: 'forged' },
  requestParameters: { ResourceType: 'disk', ResourceId: [ids.id] },
});

/** What each call for an account could be asked about somebody else's things. */
const probes: Readonly<Record<string, () => Probe>> = {
  'get /feature': () => ({}),
  'put /feature': () => ({ body: { status: 'Enable' } }),
  'post /rules/batch': () => ({ body: { action: 'disable', settingNames: 'all' } }),
  'get /rules': () => ({}),
  'get /rules/{settingName}': () => ({ path: named }),
  'post /rules': () => ({ body: { ...named, ...rule } }),
  'put /rules/{settingName}': () => ({ path: named, body: rule }),
  'patch /rules/{settingName}': () => ({ path: named, body: rule }),
  'delete /rules/{settingName}': () => ({ path: named }),
  'post /jobs': () => ({ body: { kind: 'sweep' } }),
  'get /jobs': () => ({}),
  'get /jobs/{id}': () => ({ path: { id: ids.jobId } }),
  'post /jobs/{id}/cancel': () => ({ path: { id: ids.jobId } }),
  'post /jobs/{id}/resume': () => ({ path: { id: ids.jobId } }),
  'get /resources': () => ({}),
  'get /settings': () => ({}),
  'patch /settings': () => ({ body: { rules: [{ settingName: diskRule, status: 'Enable' }] } }),
  'get /resources/{arn}': () => ({ path: { arn: ids.arn } }),
  'get /access-keys': () => ({}),
  'post /access-keys': () => ({ body: { rights: 'full' } }),
  'post /access-keys/{accessKeyId}/rotate': () => ({
    path: { accessKeyId: ids.keyId },
    body: {},
  }),
  'delete /access-keys/{accessKeyId}': () => ({ path: { accessKeyId: ids.keyId } }),
  'get /explain': () => ({ query: { resource: ids.arn } }),
  'get /heirs': () => ({ query: { resource: ids.arn } }),
  'get /history': () => ({ query: { resource: ids.arn } }),
  'get /stats': () => ({}),
  'get /coverage': () => ({}),
  'get /contested': () => ({}),
  'post /contested/resume': () => ({ body: { resource: ids.arn, key: 'cost' } }),
  'get /audit': () => ({}),
  'post /events': () => ({ body: [event(), { ...event(), recipientAccountId: undefined }] }),
  'post /simulator/{product}/{operation}': () => ({
    path: { product: 'Tag', operation: 'TagResources' },
    body: { RegionId: 'cn-hangzhou', ResourceARN: [ids.arn], Tags: '{"cost":"ours"}' },
  }),
};

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ deprecated: z.optional(z.boolean()) })),
  ),
});

const accountPath = '/v1/accounts/{accountId}';

/** Every way to call for an account, as the document tells them. */
const readCalls = async () => {
  const { paths } = documentSchema.parse((await api.send('GET', '/v1/openapi.json')).body);
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, { deprecated }]) => deprecated === true || path.startsWith(accountPath))
      .map(([method, { deprecated = false }]) => ({
        method,
        path,
        isOld: deprecated,
        name: `${method} ${path.replace(accountPath, '').replace('/v1', '')}`,
      })),
  );
};

const of = (accountId: string, path: string) => `/v1/accounts/${accountId}${path}`;

const seed = async (): Promise<Ids> => {
  const send = async (method: string, path: string, body?: object) => {
    const answer = await api.send(method, of(theirs, path), body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body;
  };
  await send('PUT', '/feature', { status: 'Enable' });
  await api.send('PUT', of(ours, '/feature'), { status: 'Enable' });
  await send('PUT', `/rules/${diskRule}`, { status: 'Enable', tagKeys: [mark] });
  const made = z.object({ Arns: z.array(z.string()) }).parse(
    await send('POST', '/simulator/Ecs/CreateDisk', {
      RegionId: 'cn-hangzhou',
      ZoneId: 'cn-hangzhou-h',
      Size: 20,
      Tag: [{ Key: 'cost', Value: mark }],
    }),
  );
  const arn = made.Arns.find(isArn);
  if (arn === undefined) throw new Error('no disk was made');
  const contest = { since: '2026-02-28T08:00:00.000Z', by: 'bob', theirs: mark };
  await api.ledger.replace(await api.ledger.read(arn), {
    intent: null,
    entries: new Map([['cost', entry('cost', mark, { contest })]]),
    refusals: new Map(),
  });
  const job = z.object({ id: z.string() }).parse(await send('POST', '/jobs', { kind: 'sweep' }));
  const key = z
    .object({ accessKeyId: z.string() })
    .parse(await send('POST', '/access-keys', { rights: 'full', description: mark }));
  return {
    arn,
    id: arn.split('/')[1] ?? '',
    jobId: job.id,
    keyId: key.accessKeyId,
  };
};

/** All that is theirs, as they see it. */
const readTheirs = async () => {
  const paths = [
    '/feature',
    '/rules',
    '/jobs',
    `/resources/${ids.arn}`,
    '/access-keys',
    `/explain?resource=${ids.arn}`,
    `/history?resource=${ids.arn}`,
    '/contested',
    '/audit',
  ];
  const answers = await Promise.all(paths.map((path) => api.send('GET', of(theirs, path))));
  return answers.map(({ status, body }) => ({ status, body }));
};

const toldOnPurpose = (text: string): string => text.replaceAll(ids.arn, '');

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  api = await openTestApi(dynamoDb);
  ids = await seed();
});
afterAll(() => dynamoDb.stop());

describe('another account', () => {
  it('is tried by a probe for every call for an account that there is', async () => {
    const names = (await readCalls()).map(({ name }) => name);

    expect([...new Set(names)].sort()).toEqual(Object.keys(probes).sort());
  });

  it('reads and changes nothing of theirs through any call, in either form', async () => {
    const before = await readTheirs();
    expect(before.map(({ status }) => status)).toEqual(before.map(() => 200));
    expect(JSON.stringify(before)).toContain(mark);
    const { length } = api.published;
    const leaks: string[] = [];

    for (const { method, path, isOld, name } of await readCalls()) {
      const probe = probes[name]?.() ?? {};
      const filled = path.replace(/\{(\w+)\}/g, (_, field: string) =>
        field === 'accountId' ? ours : (probe.path?.[field] ?? field),
      );
      const query = new URLSearchParams({ ...probe.query, ...(isOld ? { accountId: ours } : {}) });
      const { text } = await api.send(method.toUpperCase(), `${filled}?${query}`, probe.body);
      if (toldOnPurpose(text).includes(mark)) leaks.push(`${method} ${path} tells ${text}`);
      const after = await readTheirs();
      if (JSON.stringify(after) !== JSON.stringify(before)) leaks.push(`${method} ${path} writes`);
    }

    expect(leaks).toEqual([]);
    expect(
      api.published.slice(length).map(({ detail }) => detail.recipientAccountId),
    ).not.toContain(theirs);
    expect(api.sent.filter(({ message }) => JSON.stringify(message).includes(ids.arn))).toEqual([]);
  });

  it('is told whose a resource is that it asked about', async () => {
    const { status, body } = await api.send('GET', of(ours, `/explain?resource=${ids.arn}`));

    expect([status, body]).toMatchObject([
      400,
      {
        code: 'InvalidParameter.Resource',
        message: expect.stringContaining(`call /v1/accounts/${theirs}/`),
      },
    ]);
  });

  it('sends no event that speaks for them, by its account or by what it names', async () => {
    const events = [
      event(),
      { ...event(), recipientAccountId: undefined },
      {
        ...event(),
        recipientAccountId: ours,
        serviceName: 'Tag',
        requestParameters: { ResourceARN: [ids.arn] },
      },
    ];

    const { status, body } = await api.send('POST', of(ours, '/events'), events);

    expect([status, body]).toMatchObject([
      202,
      {
        accepted: 1,
        rejected: [
          { index: 0, code: 'ForeignAccount', message: expect.stringContaining(theirs) },
          { index: 2, code: 'ForeignAccount' },
        ],
      },
    ]);
  });
});

describe('an account in the path', () => {
  it('is refused when the query names one, too', async () => {
    const { status, body } = await api.send('GET', `${of(ours, '/rules')}?accountId=${ours}`);

    expect([status, body]).toMatchObject([400, { code: 'InvalidParameter.AccountId' }]);
  });

  it('is refused when it is written with escapes, which a policy would not see through', async () => {
    const { status, body } = await api.send('GET', `/v1/accounts/%31000000000000001/feature`);

    expect([status, body]).toMatchObject([400, { code: 'InvalidPath' }]);
  });

  it.each(['a b', 'a:b', '1'.repeat(65), '中'])('is refused as %s, which is none', async (name) => {
    const { status, body } = await api.send('GET', of(encodeURIComponent(name), '/feature'));

    expect([status, body]).toMatchObject([400, { code: 'InvalidParameter.AccountId' }]);
  });

  it('may be asked for: then the old form leads nowhere', async () => {
    const strict = await openTestApi(dynamoDb, { admin: { takesOldForm: false } });

    const old = await strict.send('GET', '/v1/feature');
    const now = await strict.send('GET', of(ours, '/feature'));
    const stage = await strict.send('GET', '/v1/queue');

    expect([old.status, old.body]).toMatchObject([
      404,
      {
        code: 'AccountNotInPath',
        message: expect.stringContaining('/v1/accounts/<account>/feature'),
      },
    ]);
    expect([now.status, stage.status]).toEqual([200, 200]);
  });

  it('is what the old form is deprecated for', async () => {
    const old = await api.send('GET', '/v1/feature');
    const now = await api.send('GET', of(ours, '/feature'));

    expect(old.headers.get('deprecation')).toMatch(/^@\d+$/);
    expect(now.headers.get('deprecation')).toBeNull();
  });
});

describe('a deployed stage', () => {
  const signedBy = (userArn: string, rawPath: string) => ({
    event: { rawPath, requestContext: { authorizer: { iam: { userArn } } } },
  });
  const user = 'arn:aws:iam::123456789012:user/alice';
  let deployed: TestApi;

  beforeAll(async () => {
    deployed = await openTestApi(dynamoDb, { admin: { admission: 'signed' } });
  });

  it.each([
    ['nothing', {}],
    ['a request without an authorizer', { event: { requestContext: {} } }],
    ['another authorizer', { event: { requestContext: { authorizer: { jwt: { claims: {} } } } } }],
    ['an empty name', signedBy('', '/v1/feature')],
  ])('answers 401 when the platform hands over %s', async (_, platform) => {
    const answers = await Promise.all(
      ['/v1/feature', '/v1/health', '/v1/nothing'].map((path) =>
        deployed.send('GET', path, undefined, {}, platform),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers[0]?.body).toMatchObject({ code: 'Unauthorized' });
  });

  it.each([
    `/v1/accounts/${ours}/../${theirs}/feature`,
    `/v1/accounts/${ours}/%2e%2E/${theirs}/feature`,
    `/v1/accounts/${ours}/..\\${theirs}/feature`,
    `/v1/accounts/${ours}/.\t./${theirs}/feature`,
    `/v1/./accounts/${ours}/feature`,
  ])('answers 400 to the path %j, which a URL reads as another', async (rawPath) => {
    const { status, body } = await deployed.send(
      'GET',
      rawPath,
      undefined,
      {},
      signedBy(user, rawPath),
    );

    expect([status, body]).toMatchObject([400, { code: 'InvalidPath' }]);
  });

  it('refuses every call for an account that names none, and does nothing', async () => {
    for (const { method, path, name, isOld } of await readCalls()) {
      if (!isOld) continue;
      const { path: given = {}, query = {}, body } = probes[name]?.() ?? {};
      const there = path.replace(/\{(\w+)\}/g, (_, part: string) => given[part] ?? '');
      const search = new URLSearchParams(query);
      const url = `${there}?${search}`;

      const answer = await deployed.send(
        method.toUpperCase(),
        url,
        body,
        {},
        signedBy(user, there),
      );

      expect([answer.status, answer.text], name).toEqual([
        400,
        expect.stringMatching(/"MissingParameter.AccountId".*expected \/v1\/accounts\/<account>\//),
      ]);
    }
    const { status, body } = await deployed.send(
      'GET',
      of(theirs, '/feature'),
      undefined,
      {},
      {
        ...signedBy(user, of(theirs, '/feature')),
      },
    );
    expect([status, body]).toEqual([200, { status: 'Disable' }]);
  });

  it('rejects events that name no account, unless the call does', async () => {
    const named = event();
    const unnamed = { ...named, recipientAccountId: undefined };
    const send = async (query: string) =>
      (
        await deployed.send(
          'POST',
          `/v1/events${query}`,
          [named, unnamed],
          {},
          signedBy(user, '/v1/events'),
        )
      ).body;

    expect(await send('')).toMatchObject({
      accepted: 1,
      rejected: [
        {
          index: 1,
          code: 'InvalidEvent',
          message: expect.stringContaining('name no account; add'),
        },
      ],
    });
    expect(await send(`?accountId=${ours}`)).toMatchObject({ accepted: 2, rejected: [] });
  });

  it('serves what was signed', async () => {
    const path = of(ours, `/resources/${ids.arn.replace(theirs, ours)}..a`);

    const { status } = await deployed.send('GET', path, undefined, {}, signedBy(user, path));

    expect(status).toBe(404);
  });
});
