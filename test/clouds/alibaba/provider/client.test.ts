import { afterEach, describe, expect, it } from 'vitest';
import {
  type ClientCall,
  CloudAnswerError,
  createClient,
} from '../../../../src/clouds/alibaba/provider/client.ts';
import type { CredentialSource } from '../../../../src/clouds/alibaba/provider/credentials.ts';
import { createExchange } from '../../../../src/clouds/alibaba/provider/exchange.ts';
import { operations } from '../../../../src/clouds/alibaba/provider/operations.ts';
import { mayHaveHappened, RetryableError } from '../../../../src/model/errors.ts';
import { type Canned, type CannedCloud, type Seen, startCannedCloud } from './canned-cloud.ts';

const clouds: CannedCloud[] = [];
afterEach(() => Promise.all(clouds.splice(0).map(({ stop }) => stop())));

const keyOf = (accessKeyId: string) => ({
  accessKeyId,
  accessKeySecret: 'secret',
  securityToken: undefined,
});

const old = keyOf('old');
const renewing: CredentialSource = {
  current: async () => old,
  renewed: async () => keyOf('new'),
};

/** A client of something that answers what a test says. */
const open = async (
  answer: (seen: Seen) => Canned,
  credentials: CredentialSource | undefined = renewing,
) => {
  const cloud = await startCannedCloud(answer);
  clouds.push(cloud);
  let nonces = 0;
  const client = createClient({
    credentials,
    exchange: createExchange(),
    endpoint: cloud.endpoint,
    clock: () => Date.parse('2026-11-26T10:00:00Z'),
    newId: () => {
      nonces += 1;
      return `nonce ${nonces}`;
    },
  });
  return {
    ...cloud,
    call: (call: ClientCall, signal = new AbortController().signal) => client(call, signal),
  };
};

const disks: ClientCall = {
  operation: operations.disks,
  region: 'cn-shanghai',
  parameters: { RegionId: 'cn-shanghai', DiskIds: '["d-1"]', Size: undefined },
};

const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};

describe('where parameters travel', () => {
  it('puts them in the query, lists counted and absent ones left out', async () => {
    const { call, seen } = await open(() => ({ body: {} }));

    await call({
      operation: operations.tagEcs,
      region: 'cn-shanghai',
      parameters: {
        ResourceId: ['d-1', 'd-2'],
        Tag: [{ Key: 'a b', Value: '' }],
        Absent: undefined,
      },
    });

    expect(seen[0]?.method).toBe('POST');
    expect(seen[0]?.body).toBe('');
    expect(seen[0]?.headers['content-length']).toBe('0');
    expect([...(seen[0]?.url.searchParams ?? [])].sort()).toEqual([
      ['ResourceId.1', 'd-1'],
      ['ResourceId.2', 'd-2'],
      ['Tag.1.Key', 'a b'],
      ['Tag.1.Value', ''],
    ]);
  });

  it('puts those in braces into the path, encoded, and the others into the query', async () => {
    const { call, seen } = await open(() => ({ body: [] }));

    await call({
      operation: operations.clusterResources,
      region: 'cn-shanghai',
      parameters: { ClusterId: 'c/1 x', with_addon_resources: true },
    });

    expect(seen[0]?.method).toBe('GET');
    expect(seen[0]?.url.pathname).toBe('/clusters/c%2F1%20x/resources');
    expect([...(seen[0]?.url.searchParams ?? [])]).toEqual([['with_addon_resources', 'true']]);
  });

  it('names product, version, action and the host of the region, wherever the call goes', async () => {
    const { call, seen } = await open(() => ({ body: {} }));

    await call(disks);

    expect(seen[0]?.headers).toMatchObject({
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'DescribeDisks',
      'x-acs-version': '2014-05-26',
      'x-acs-date': '2026-11-26T10:00:00Z',
    });
    expect(seen[0]?.headers.authorization).toContain('Credential=old,');
  });

  it('signs nothing where there are no credentials', async () => {
    const cloud = await startCannedCloud(() => ({ body: {} }));
    clouds.push(cloud);
    const client = createClient({
      credentials: undefined,
      exchange: createExchange(),
      endpoint: cloud.endpoint,
      clock: () => 0,
      newId: () => 'nonce',
    });

    await client(disks, new AbortController().signal);

    expect(cloud.seen[0]?.headers.authorization).toBeUndefined();
  });
});

describe('what comes back', () => {
  it('keeps numbers that JavaScript cannot hold as they are written', async () => {
    const { call } = await open(() => ({
      body: '{"OwnerId": 1234567890123456789, "Size": 40, "Text": "12345678901234567890"}',
    }));

    expect((await call(disks)).result).toEqual({
      OwnerId: '1234567890123456789',
      Size: 40,
      Text: '12345678901234567890',
    });
  });

  it.each([
    [
      'in capitals',
      {
        status: 404,
        body: { Code: 'InvalidResourceId.NotFound', Message: 'none', RequestId: 'r' },
      },
      { code: 'InvalidResourceId.NotFound', message: 'none', httpStatus: 404 },
    ],
    [
      'in small letters',
      { status: 400, body: { code: 'ErrorClusterNotFound', message: 'none' } },
      { code: 'ErrorClusterNotFound', message: 'none', httpStatus: 400 },
    ],
    [
      'as XML',
      {
        status: 400,
        body: '<?xml version="1.0"?><Error><Code>MissingParameter</Code><Message>no</Message></Error>',
      },
      { code: 'MissingParameter', message: 'no', httpStatus: 400 },
    ],
    [
      'in an answer that says 200',
      { status: 200, body: { Success: false, Code: 'BIZ.INSTANCE.NOT.FOUND', Message: 'none' } },
      { code: 'BIZ.INSTANCE.NOT.FOUND', message: 'none', httpStatus: 200 },
    ],
    [
      'with a time to come again',
      {
        status: 400,
        headers: { 'x-acs-retry-after': '1200' },
        body: { Code: 'Throttling.User', Message: 'slow' },
      },
      { code: 'Throttling.User', message: 'slow', httpStatus: 400, retryAfterSeconds: 1.2 },
    ],
    [
      'of something on the way',
      { status: 503, body: 'upstream down' },
      { code: 'ServiceUnavailable', message: 'HTTP 503 "upstream down"', httpStatus: 503 },
    ],
    [
      'of nobody knows what',
      { status: 404, body: '<html>not here</html>' },
      { code: 'UnreadableAnswer', message: 'HTTP 404 "<html>not here</html>"', httpStatus: 404 },
    ],
  ] as const)('reads an error %s', async (_, canned, answer) => {
    const { call } = await open(() => canned);

    const failure = await failureOf(call(disks));

    expect(failure).toBeInstanceOf(CloudAnswerError);
    expect(failure).toMatchObject({ answer });
  });

  it('does not know whether anything happened when a good answer cannot be read', async () => {
    const { call } = await open(() => ({ body: '<html>hello</html>' }));

    const failure = await failureOf(call(disks));

    expect(failure).toBeInstanceOf(RetryableError);
    expect(mayHaveHappened(failure)).toBe(true);
  });
});

describe('connections', () => {
  it('are kept for the next call', async () => {
    const { call, seen } = await open(() => ({ body: {} }));

    await call(disks);
    await call(disks);

    expect(seen[1]?.port).toBe(seen[0]?.port);
  });

  it('that rested and were closed meanwhile are opened again', async () => {
    let calls = 0;
    const { call, seen } = await open(() => {
      calls += 1;
      return calls === 2 ? 'hang up' : { body: { calls } };
    });

    await call(disks);

    expect(await call(disks)).toEqual({ kind: 'result', result: { calls: 3 }, isSecond: true });
    expect(seen[2]?.port).not.toBe(seen[0]?.port);
  });

  it('are asked anew with another nonce: no cloud takes one twice', async () => {
    let calls = 0;
    const { call, seen } = await open(() => {
      calls += 1;
      return calls === 2 ? 'hang up' : { body: {} };
    });

    await call(disks);
    await call(disks);

    const nonces = seen.map(({ headers }) => headers['x-acs-signature-nonce']);
    expect(new Set(nonces).size).toBe(3);
  });

  it('that broke and were opened again say of a refusal that it answers a second request', async () => {
    let calls = 0;
    const { call } = await open(() => {
      calls += 1;
      if (calls === 2) return 'hang up';
      return calls === 1 ? { body: {} } : { status: 400, body: { Code: 'Throttling' } };
    });
    await call(disks);

    const failure = await failureOf(call(disks));

    expect(failure).toMatchObject({ answer: { code: 'Throttling', isSecond: true } });
  });

  it('that break at once are told of, and what they carried may have happened', async () => {
    const { call, seen } = await open(() => 'hang up');

    const failure = await failureOf(call(disks));

    expect(failure).toBeInstanceOf(RetryableError);
    expect(mayHaveHappened(failure)).toBe(true);
    expect(seen).toHaveLength(1);
  });

  it('to nobody carried nothing', async () => {
    const { call, stop } = await open(() => ({ body: {} }));
    await stop();
    clouds.length = 0;

    const failure = await failureOf(call(disks));

    expect(failure).toMatchObject({ code: 'ECONNREFUSED' });
    expect(mayHaveHappened(failure)).toBe(false);
  });

  it('to nobody, when they are opened again, may have carried something before', async () => {
    let calls = 0;
    const { call, seen, stop } = await open(() => {
      calls += 1;
      if (calls === 1) return { body: {} };
      stopping = stop();
      return 'hang up';
    });
    let stopping: Promise<void> | undefined;
    await call(disks);

    const failure = await failureOf(call(disks));
    await stopping;
    clouds.length = 0;

    expect(seen).toHaveLength(2);
    expect(failure).toMatchObject({ code: 'ECONNREFUSED' });
    expect(mayHaveHappened(failure)).toBe(true);
  });

  it('are given up when nobody waits any more', async () => {
    const giveUp = new AbortController();
    const { call } = await open(() => {
      giveUp.abort();
      return 'silence';
    });

    expect(await failureOf(call(disks, giveUp.signal))).toBeInstanceOf(RetryableError);
  });
});

describe('credentials that are over', () => {
  const over = { status: 400, body: { Code: 'InvalidSecurityToken.Expired', Message: 'over' } };
  const signedBy = (seen: Seen, key: string) =>
    seen.headers.authorization?.includes(`Credential=${key},`) === true;

  it('are fetched anew, and the call is made again', async () => {
    const { call, seen } = await open((each) =>
      signedBy(each, 'old') ? over : { body: { ok: 1 } },
    );

    expect((await call(disks)).result).toEqual({ ok: 1 });
    expect(seen.map((each) => signedBy(each, 'new'))).toEqual([false, true]);
  });

  it('are left to the next call where a second request tells of them, for the first may be done', async () => {
    let calls = 0;
    const { call, seen } = await open(() => {
      calls += 1;
      if (calls === 1) return { body: {} };
      return calls === 2 ? 'hang up' : over;
    });
    await call(disks);

    const failure = await failureOf(call(disks));

    expect(failure).toMatchObject({ answer: { isSecond: true } });
    expect(seen).toHaveLength(3);
  });

  it('are fetched once only', async () => {
    const { call, seen } = await open(() => over);

    expect(await failureOf(call(disks))).toBeInstanceOf(CloudAnswerError);
    expect(seen).toHaveLength(2);
  });
});
